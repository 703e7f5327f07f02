package io.ringcast.sfu.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.ringcast.sfu.api.ConnectionRefusal;
import io.ringcast.sfu.transport.LoopCredentials;
import io.ringcast.sfu.wire.BigEndian;
import io.ringcast.sfu.wire.FrameReader;
import io.ringcast.sfu.wire.stun.StunMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that has not said yet whom it wants: it waits, for a bounded time, for its first frame, which must be a STUN binding
 * request, and is handed over to the loop that the request names. On the listener's thread.
 *
 * <p>Nothing is verified here: the loop does that, with the same bytes.
 */
final class Newcomer extends ChannelInboundHandlerAdapter {
  /** A check of a browser is about 100 bytes; USERNAME alone may have 513 (RFC 8489 section 14.3). */
  static final int FIRST_FRAME_LIMIT = 1_024;

  /** What one read brings at most, so that {@link #read} never overflows: all of a frame but its last byte, and one more read. */
  static final int READ_SIZE = FrameReader.HEADER_SIZE + FIRST_FRAME_LIMIT;

  /** A client sends its first check as soon as it is connected. */
  private static final long SILENCE_LIMIT_MS = 5_000;

  private final Reception reception;
  private final StunMessage stun;
  private final Channel channel;
  private final byte[] read = new byte[2 * READ_SIZE];
  private int length;
  private boolean waiting;
  private @Nullable Future<?> deadline;

  /** What a newcomer needs of the listener. */
  interface Reception {
    /** Lets it wait; false when it may not. */
    boolean enter(Newcomer newcomer, InetAddress from);

    void leave(Newcomer newcomer);

    /** Gives the connection, and what was read of it, to a loop; false when there is no such loop. */
    boolean handOver(int loop, Channel channel, byte[] read, int length);

    void refused(ConnectionRefusal reason);
  }

  /** @param stun the view that all newcomers of a listener use in turn */
  Newcomer(Channel channel, Reception reception, StunMessage stun) {
    this.channel = channel;
    this.reception = reception;
    this.stun = stun;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    InetSocketAddress from = (InetSocketAddress) channel.remoteAddress();
    if (from == null) {
      ChannelFuture _ = context.close();
      return;
    }
    waiting = reception.enter(this, from.getAddress());
    if (!waiting) {
      refuse(ConnectionRefusal.TOO_MANY_FROM_ADDRESS);
      return;
    }
    deadline = channel.eventLoop().schedule(() -> refuse(ConnectionRefusal.SILENT), SILENCE_LIMIT_MS, TimeUnit.MILLISECONDS);
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      int count = bytes.readableBytes();
      if (waiting && count <= read.length - length) {
        bytes.readBytes(read, length, count);
        length += count;
        judge(context);
      }
    } finally {
      bytes.release();
    }
  }

  private void judge(ChannelHandlerContext context) {
    if (length < FrameReader.HEADER_SIZE) {
      context.read();
      return;
    }
    int frame = BigEndian.u16(read, 0);
    if (frame == 0) {
      refuse(ConnectionRefusal.EMPTY_FRAME);
    } else if (frame > FIRST_FRAME_LIMIT) {
      refuse(ConnectionRefusal.FIRST_FRAME_TOO_LONG);
    } else if (length < FrameReader.HEADER_SIZE + frame) {
      context.read();
    } else if (!stun.wrap(read, FrameReader.HEADER_SIZE, frame) || !stun.isBindingRequest()) {
      refuse(ConnectionRefusal.NOT_A_CHECK);
    } else {
      leave();
      if (!reception.handOver(LoopCredentials.loopOf(stun), channel, read, length)) {
        refuse(ConnectionRefusal.UNKNOWN_LOOP);
      }
    }
  }

  /** Closes the connection and counts why. */
  void refuse(ConnectionRefusal reason) {
    leave();
    reception.refused(reason);
    ChannelFuture _ = channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelFuture _ = context.close();
  }

  private void leave() {
    if (waiting) {
      waiting = false;
      reception.leave(this);
      if (deadline != null) {
        deadline.cancel(false);
      }
    }
  }
}
