package io.ringcast.calls.exchange;

/** Why a device hears nothing more. */
public enum SessionEnd {
  LOGGED_OUT,
  /** The device has begun anew, or is connected by another way. */
  REPLACED,
  /** Gone for longer than the grace. */
  EXPIRED,
  /** The user has more devices than one may have; the longest lost or oldest goes. */
  TOO_MANY_DEVICES,
  /** The exchange has too much to do; come back later. */
  BUSY,
  /** What was not written down is lost; come back and resume. */
  LOG_FAILED
}
