"""Sends one request with requests: the task comes as JSON on stdin, the body goes to stdout, the outcome to stderr."""

import json
import sys

import requests

task = json.load(sys.stdin)
session = requests.Session()
# Nothing from the environment: neither proxies nor a .netrc file.
session.trust_env = False
session.proxies = {"http": task["proxy"], "https": task["proxy"]}
session.verify = task["certificateFile"]
body = open(task["bodyFile"], "rb") if "bodyFile" in task else None
status, said = 0, ""
try:
    answer = session.request("POST" if body else "GET", task["url"], data=body, timeout=20)
    status, said = answer.status_code, answer.reason
    sys.stdout.buffer.write(answer.content)
except requests.RequestException as error:
    said = str(error)
json.dump({"status": status, "said": said}, sys.stderr)
