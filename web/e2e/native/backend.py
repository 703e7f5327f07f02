"""An app's back end by RongCloud's server SDK for Python: makes the calls it is given, one after the other, and prints each answer as JSON."""

import json
import sys

from rongcloud.rongcloud import RongCloud

wish = json.loads(sys.argv[1])
user = RongCloud(wish["key"], wish["secret"], wish["url"]).get_user()
calls = {
    "register": user.register,
    "block": user.get_block().add,
    "unblock": user.get_block().remove,
    "blocked": user.get_block().query,
}
for name, *arguments in wish["calls"]:
    answer = calls[name](*arguments)
    print(json.dumps(json.loads(answer) if isinstance(answer, bytes) else answer), flush=True)
