from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "p2kp_site.demo"
    label = "demo"
