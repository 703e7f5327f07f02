package io.ringcast.mixer.config;

/** Watermarks of one stream's tile. */
public record StreamWatermarks(String streamId, Watermarks marks) {}
