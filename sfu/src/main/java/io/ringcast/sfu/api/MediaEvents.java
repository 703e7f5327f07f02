package io.ringcast.sfu.api;

/** Hears a room's events, on loop threads: it hands them on and returns at once. */
@FunctionalInterface
public interface MediaEvents {
  void on(MediaEvent event);
}
