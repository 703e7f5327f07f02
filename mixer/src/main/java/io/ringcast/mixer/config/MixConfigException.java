package io.ringcast.mixer.config;

import java.io.Serial;

/** A document that cannot be mixed by, with the field that is at fault. */
public final class MixConfigException extends Exception {
  @Serial
  private static final long serialVersionUID = 1;

  private final String field;

  MixConfigException(String field, String complaint) {
    super(field.isEmpty() ? complaint : field + " " + complaint);
    this.field = field;
  }

  /** Its way from the top of the document, like {@code input.video[2].x}; empty for the document itself. */
  public String field() {
    return field;
  }
}
