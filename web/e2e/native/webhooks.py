"""Reads webhooks, a JSON object with body and authorization a line, and prints the event that LiveKit's receiver makes of each."""

import json
import sys

from livekit import api

receiver = api.WebhookReceiver(api.TokenVerifier("devkey", "secret"))
for line in sys.stdin:
    call = json.loads(line)
    event = receiver.receive(call["body"], call["authorization"])
    print(event.event, event.room.name, event.participant.identity, event.track.sid, flush=True)
