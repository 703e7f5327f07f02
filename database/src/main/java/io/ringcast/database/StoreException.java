package io.ringcast.database;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The database did not do what it was asked. */
public final class StoreException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final boolean unstorable;

  public StoreException(@Nullable String message, Throwable cause, boolean unstorable) {
    super(message, cause);
    this.unstorable = unstorable;
  }

  /** Whether the data is to blame: to try again is of no use. */
  public boolean unstorable() {
    return unstorable;
  }
}
