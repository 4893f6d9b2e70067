"""Sends one request with urllib: the task comes as JSON on stdin, the body goes to stdout, the outcome to stderr."""

import json
import ssl
import sys
import urllib.error
import urllib.request

task = json.load(sys.stdin)
context = ssl.create_default_context(cafile=task["certificateFile"])
proxies = {"http": task["proxy"], "https": task["proxy"]}
opener = urllib.request.build_opener(
    urllib.request.ProxyHandler(proxies),
    urllib.request.HTTPSHandler(context=context),
)
body = open(task["bodyFile"], "rb").read() if "bodyFile" in task else None
status, said = 0, ""
try:
    with opener.open(urllib.request.Request(task["url"], data=body), timeout=20) as answer:
        status = answer.status
        sys.stdout.buffer.write(answer.read())
except urllib.error.HTTPError as error:
    status, said = error.code, str(error)
except OSError as error:
    said = str(error)
json.dump({"status": status, "said": said}, sys.stderr)
