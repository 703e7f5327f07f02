package io.ringcast.bench.contender;

import java.io.IOException;

/** A server that speaks LiveKit's protocol. */
public interface SignalledContender extends Contender {
  @Override
  RunningSignalled start(Terms terms) throws IOException, InterruptedException;
}
