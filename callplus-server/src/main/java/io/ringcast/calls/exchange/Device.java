package io.ringcast.calls.exchange;

/** One device of one user; the id is the device's own and outlives its sessions. */
public record Device(String userId, String deviceId, DeviceClass kind) {}
