package io.ringcast.calls.door;

import io.ringcast.calls.exchange.Exchange;
import io.ringcast.calls.exchange.Hello;

/** Who is at the other end of a channel, and whom it watches. */
record Caller(Exchange exchange, Hello hello, Watch watch) {
  String appId() {
    return exchange.appId();
  }

  String userId() {
    return hello.device().userId();
  }
}
