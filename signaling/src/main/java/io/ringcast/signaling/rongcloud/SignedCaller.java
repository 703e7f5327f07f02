package io.ringcast.signaling.rongcloud;

import io.ringcast.identity.App;
import io.ringcast.identity.KeyPair;
import io.ringcast.sfu.api.RoomKey;

/** The back end that makes a call: it speaks for its app and sees nothing of another. */
record SignedCaller(App app, KeyPair pair) {
  String appId() {
    return app.appId();
  }

  RoomKey room(String roomId) {
    return new RoomKey(app.appId(), roomId);
  }
}
