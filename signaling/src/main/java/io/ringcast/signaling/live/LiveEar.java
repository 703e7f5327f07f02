package io.ringcast.signaling.live;

import io.ringcast.sfu.api.MediaRoom;

/** What a live stream hears of its room; told on the room's queue, to which it returns at once. */
public interface LiveEar {
  /** It is made of these from now on, which lie there. */
  void onTracks(MediaRoom media, LiveTracks tracks);

  /** The room is over, or nobody is there any more. */
  void onOver();
}
