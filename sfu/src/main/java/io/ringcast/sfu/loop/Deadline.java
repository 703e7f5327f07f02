package io.ringcast.sfu.loop;

/** What happens when a timer is due. */
@FunctionalInterface
public interface Deadline {
  void onDeadline(long nowNs);
}
