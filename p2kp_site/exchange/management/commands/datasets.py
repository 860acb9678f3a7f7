"""`manage.py datasets`: what can be imported and exported, in an order fit for an empty base."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from p2kp_site.exchange.registry import all_datasets
from p2kp_site.exchange.services.dictionary import dataset_as_data


class Command(BaseCommand):
    help = "List the datasets and their columns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        data = [dataset_as_data(dataset()) for dataset in all_datasets()]
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        for dataset in data:
            self.stdout.write(f"{dataset['name']}: {dataset['title']}")
            for column in dataset["columns"]:
                marks = "".join(
                    mark
                    for mark, on in (
                        (" *", column["required"] or column["key"]),
                        (" (=)", column["mode"] != "set"),
                    )
                    if on
                )
                self.stdout.write(
                    f"  {column['name']:24} {column['heading']} [{column['type']}]{marks}"
                )
