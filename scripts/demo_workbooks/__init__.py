"""The workbooks of the demo, made as a local office would have typed them."""
