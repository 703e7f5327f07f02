package io.ringcast.sfu.api;

/** A publication that another room may subscribe to. It outlives the publication's end, and then lends nothing. */
@FunctionalInterface
public interface Loan {
  /** Nobody subscribes by it any more; those who did are not touched. */
  void close();
}
