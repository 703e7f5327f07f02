package io.ringcast.calls.push;

/**
 * Where a device is pushed to.
 *
 * @param provider as the app calls it: apns, fcm
 * @param token by which the provider knows the device
 */
public record PushAddress(String deviceId, String provider, String token) {
  /** A token is never printed. */
  @Override
  public String toString() {
    return "PushAddress[" + deviceId + ", " + provider + "]";
  }
}
