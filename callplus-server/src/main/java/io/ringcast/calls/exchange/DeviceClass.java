package io.ringcast.calls.exchange;

/** What kind of device somebody calls with. */
public enum DeviceClass {
  WEB, MOBILE, DESKTOP
}
