package io.ringcast.calls.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringcast.calls.channel.CloseCode;
import io.ringcast.calls.channel.Reply;
import io.ringcast.calls.channel.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static ServerFrame frame(int i) {
    return new ServerFrame.Answered("r" + i, new Reply.Done());
  }

  @Test
  void whoDoesNotReadIsCutOff() {
    Outbox outbox = new Outbox();
    for (int i = 0; i < Outbox.WAITING_MAX; i++) {
      outbox.send(frame(i));
    }
    assertThat(outbox.why()).isNull();
    outbox.send(frame(Outbox.WAITING_MAX));
    assertThat(outbox.why()).isEqualTo(CloseCode.TOO_MUCH);
    assertThat(outbox.ended().toFuture()).isCompleted();
  }

  @Test
  void whatWaitsIsSentBeforeTheEnd() {
    Outbox outbox = new Outbox();
    outbox.send(frame(1));
    outbox.end(CloseCode.LOGGED_OUT);
    outbox.end(CloseCode.BAD_FRAME);
    outbox.send(frame(2));
    List<ServerFrame> sent = new ArrayList<>();
    var _ = outbox.frames().subscribe(sent::add);
    assertThat(sent).containsExactly(frame(1));
    assertThat(outbox.why()).isEqualTo(CloseCode.LOGGED_OUT);
  }
}
