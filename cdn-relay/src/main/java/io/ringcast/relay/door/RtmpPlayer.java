package io.ringcast.relay.door;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.ringcast.relay.hub.Cursor;
import io.ringcast.relay.hub.Reader;
import io.ringcast.relay.media.Frame;
import io.ringcast.relay.rtmp.RtmpServer;

/**
 * One who plays: as many frames as its socket takes, the rest when it takes more. What comes within a bound leaves in one call of the
 * system, which is most of what a player costs. Owned by the sockets' thread.
 */
final class RtmpPlayer implements Reader {
  /** Longer nothing waits for what follows: three pictures of 30 a second with their sounds leave together. */
  static final long MERGE_NS = 90_000_000;
  /** A player that takes nothing for so long has gone. */
  static final long STALL_NS = 15_000_000_000L;

  private final LiveLoop loop;
  private final Channel channel;
  private final RtmpServer connection;
  private final Audience audience;
  private final Cursor cursor;
  private boolean described;
  private long writtenNs = Long.MIN_VALUE / 2;
  private long stalledNs = Long.MAX_VALUE;

  RtmpPlayer(LiveLoop loop, Channel channel, RtmpServer connection, Audience audience) {
    this.loop = loop;
    this.channel = channel;
    this.connection = connection;
    this.audience = audience;
    cursor = audience.join(this);
  }

  @Override
  public void onMore() {
    long nowNs = loop.nowNs();
    if (nowNs - writtenNs >= MERGE_NS || audience.ended()) {
      write(nowNs);
    }
  }

  /** The socket takes more again. */
  void onWritable() {
    stalledNs = Long.MAX_VALUE;
    write(loop.nowNs());
  }

  private void write(long nowNs) {
    boolean written = false;
    while (channel.isWritable()) {
      Frame frame = cursor.next();
      if (frame == null) {
        break;
      }
      describe();
      if (connection.prepare(frame)) {
        ChannelFuture _ = channel.write(audience.chunks().of(frame), channel.voidPromise());
      } else {
        connection.send(frame);
      }
      written = true;
    }
    if (written) {
      writtenNs = nowNs;
      channel.flush();
    }
    if (!channel.isWritable()) {
      stalledNs = stalledNs == Long.MAX_VALUE ? nowNs : stalledNs;
    }
    if (cursor.ended()) {
      connection.close();
    }
  }

  /** Looks whether it still takes what it is sent, and sends what nothing followed. */
  void onTick(long nowNs) {
    onMore();
    if (stalledNs != Long.MAX_VALUE && nowNs - stalledNs >= STALL_NS) {
      connection.tooSlow();
    }
  }

  private void describe() {
    if (!described) {
      described = true;
      connection.describe(audience.video(), audience.audio());
    }
  }

  /** Frames it was not given, being too slow. */
  long skipped() {
    return cursor.skipped();
  }

  void leave() {
    audience.leave(cursor);
  }
}
