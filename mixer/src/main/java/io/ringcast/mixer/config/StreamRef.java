package io.ringcast.mixer.config;

/**
 * A stream as a document names it.
 *
 * @param streamId empty when any stream of the user is meant
 */
public record StreamRef(String userId, String streamId) {
  /** Whether this names a stream of that user. */
  public boolean names(String user, String stream) {
    return userId.equals(user) && (streamId.isEmpty() || streamId.equals(stream));
  }
}
