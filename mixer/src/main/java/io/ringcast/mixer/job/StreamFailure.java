package io.ringcast.mixer.job;

import java.util.function.Consumer;

/** One stream made the mix fail: the others need not suffer for it. */
final class StreamFailure extends RuntimeException {
  @java.io.Serial private static final long serialVersionUID = 1;
  private final String streamId;

  private StreamFailure(String streamId, RuntimeException cause) {
    super(streamId, cause, false, false);
    this.streamId = streamId;
  }

  /** Does something to a stream; what it throws is its failure. */
  static void guard(StreamInput stream, Consumer<StreamInput> action) {
    try {
      action.accept(stream);
    } catch (RuntimeException e) {
      throw new StreamFailure(stream.streamId(), e);
    }
  }

  String streamId() {
    return streamId;
  }
}
