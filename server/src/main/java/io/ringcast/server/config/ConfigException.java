package io.ringcast.server.config;

import java.io.Serial;

/** The configuration cannot be used; the message names the key, where it stands and what was expected. */
public final class ConfigException extends RuntimeException {

  @Serial
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
