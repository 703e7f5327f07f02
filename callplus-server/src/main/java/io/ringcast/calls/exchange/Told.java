package io.ringcast.calls.exchange;

/** A notice to one device, with its number in the device's session. */
public record Told(String sessionId, long number, DeviceNotice notice) {}
