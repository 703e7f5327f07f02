package io.ringcast.calls.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.channel.ClientFrame.Greeting;
import io.ringcast.calls.channel.ClientFrame.Request;
import io.ringcast.calls.channel.ClientFrame.Seen;
import io.ringcast.calls.exchange.CallCommand;
import io.ringcast.calls.exchange.DeviceClass;
import io.ringcast.calls.exchange.Hello.Resume;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
  private static Wish wish(String text) throws Exception {
    return ((Request) FrameReader.read(text)).wish();
  }

  private static CallCommand command(String text) throws Exception {
    return ((Wish.Command) wish(text)).command();
  }

  @Test
  void readsAGreeting() throws Exception {
    assertThat(FrameReader.read("""
        {"do":"hello","token":"t","device":{"id":"d1","class":"mobile"},"resume":{"session":"s","after":41}}"""))
        .isEqualTo(new Greeting("t", "d1", DeviceClass.MOBILE, new Resume("s", 41)));
    assertThat(FrameReader.read("""
        {"do":"hello","token":"t","device":{"id":"d1","class":"web"},"more":[1]}"""))
        .isEqualTo(new Greeting("t", "d1", DeviceClass.WEB, null));
  }

  @Test
  void readsWhatWasSeen() throws Exception {
    assertThat(FrameReader.read("{\"do\":\"seen\",\"n\":7}")).isEqualTo(new Seen(7));
  }

  @Test
  void readsAStart() throws Exception {
    assertThat(command("{\"id\":\"r\",\"do\":\"call.start\",\"userIds\":[\"bob\"]}")).isEqualTo(new CallCommand.Start(
        CallType.SINGLE, CallMedia.AUDIO, new JoinRule.InvitedOnly(), List.of("bob"), null, "", ""));
    assertThat(command("""
        {"id":"r","do":"call.start","userIds":["bob","cy"],"type":"MULTI","media":"VIDEO","join":{"rule":"GROUP","groupId":"g"},
         "ringMs":5000,"extra":"x","push":{"title":"Hi"}}""")).isEqualTo(new CallCommand.Start(
        CallType.MULTI, CallMedia.VIDEO, new JoinRule.MembersOf("g"), List.of("bob", "cy"), 5_000L, "x", "{\"title\":\"Hi\"}"));
  }

  @Test
  void readsTheOtherCommands() throws Exception {
    assertThat(command("{\"id\":\"r\",\"do\":\"call.ringing\",\"callId\":\"c\"}")).isEqualTo(new CallCommand.Ringing("c"));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.accept\",\"callId\":\"c\"}")).isEqualTo(new CallCommand.Accept("c"));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.hangUp\",\"callId\":\"c\"}")).isEqualTo(new CallCommand.HangUp("c"));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.invite\",\"callId\":\"c\",\"userIds\":[\"d\"]}"))
        .isEqualTo(new CallCommand.Invite("c", List.of("d")));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.join\",\"callId\":\"c\"}")).isEqualTo(new CallCommand.Join("c"));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.switch.ask\",\"callId\":\"c\",\"media\":\"VIDEO\"}"))
        .isEqualTo(new CallCommand.AskSwitch("c", CallMedia.VIDEO));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.switch.answer\",\"callId\":\"c\",\"transactionId\":3,\"agree\":false}"))
        .isEqualTo(new CallCommand.AnswerSwitch("c", 3, false));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.switch.withdraw\",\"callId\":\"c\",\"transactionId\":3}"))
        .isEqualTo(new CallCommand.WithdrawSwitch("c", 3));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.signal\",\"callId\":\"c\",\"kind\":\"camera\",\"on\":true}"))
        .isEqualTo(new CallCommand.Signal("c", "camera", "true", List.of()));
    assertThat(command("{\"id\":\"r\",\"do\":\"call.signal\",\"callId\":\"c\",\"kind\":\"app\",\"data\":\"{}\",\"to\":[\"bob\"]}"))
        .isEqualTo(new CallCommand.Signal("c", "app", "{}", List.of("bob")));
  }

  @Test
  void readsWhatConcernsNoCall() throws Exception {
    assertThat(wish("{\"id\":\"r\",\"do\":\"ping\"}")).isEqualTo(new Wish.Ping());
    assertThat(wish("{\"id\":\"r\",\"do\":\"records.list\",\"missed\":true,\"after\":\"a\",\"withUserId\":\"bob\"}"))
        .isEqualTo(new Wish.ListRecords("a", 20, true, "bob"));
    assertThat(wish("{\"id\":\"r\",\"do\":\"records.delete\"}")).isEqualTo(new Wish.DeleteRecords(null));
    assertThat(wish("{\"id\":\"r\",\"do\":\"records.delete\",\"callIds\":[\"c\"]}")).isEqualTo(new Wish.DeleteRecords(List.of("c")));
    assertThat(wish("{\"id\":\"r\",\"do\":\"presence.watch\",\"userIds\":[]}")).isEqualTo(new Wish.WatchPresence(List.of()));
    assertThat(wish("{\"id\":\"r\",\"do\":\"habits.set\",\"doNotDisturb\":true,\"block\":[\"eve\"]}"))
        .isEqualTo(new Wish.SetHabits(new HabitsChange(null, true, List.of("eve"), List.of())));
    assertThat(wish("{\"id\":\"r\",\"do\":\"push.register\",\"provider\":\"apns\",\"token\":\"\"}"))
        .isEqualTo(new Wish.RegisterPush("apns", ""));
    assertThat(wish("{\"id\":\"r\",\"do\":\"logOut\"}")).isEqualTo(new Wish.LogOut());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", " ", "null", "7", "[]", "\"hello\"", "{", "{}", "{\"do\":7}", "{\"do\":\"\"}", "{\"do\":\"ping\"}",
    "{\"do\":\"ping\",\"id\":\"\"}", "{\"do\":\"ping\",\"id\":3}", "{\"do\":\"ping\",\"id\":\"a\"} {}", "{\"do\":\"ping\",\"do\":\"x\"}",
    "{\"do\":\"ping\",\"id\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}",
    "{\"do\":\"seen\"}", "{\"do\":\"seen\",\"n\":-1}", "{\"do\":\"seen\",\"n\":1.5}",
    "{\"do\":\"hello\"}", "{\"do\":\"hello\",\"token\":\"t\"}", "{\"do\":\"hello\",\"token\":\"t\",\"device\":{\"id\":\"d\"}}",
    "{\"do\":\"hello\",\"token\":\"t\",\"device\":{\"id\":\"d\",\"class\":\"toaster\"}}",
    "{\"do\":\"hello\",\"token\":\"t\",\"device\":{\"id\":\"d\",\"class\":\"web\"},\"resume\":{}}",
    "{\"do\":\"hello\",\"token\":\"t\",\"device\":{\"id\":\"d\",\"class\":\"web\"},\"resume\":4}"})
  void endsTheConnectionOfWhoSpeaksSomethingElse(String text) {
    assertThatThrownBy(() -> FrameReader.read(text)).isInstanceOf(BadFrameException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      80303 | "do":"call.teleport"
      80007 | "do":"call.start"
      80007 | "do":"call.start","userIds":[]
      80007 | "do":"call.start","userIds":"bob"
      80007 | "do":"call.start","userIds":[1]
      80007 | "do":"call.start","userIds":[""]
      80004 | "do":"call.start","userIds":["bob"],"media":"SMELL"
      80001 | "do":"call.start","userIds":["bob"],"type":2
      80001 | "do":"call.start","userIds":["bob"],"ringMs":1
      80001 | "do":"call.start","userIds":["bob"],"ringMs":"5000"
      80001 | "do":"call.start","userIds":["bob"],"extra":{}
      80001 | "do":"call.start","userIds":["bob"],"push":"text"
      80001 | "do":"call.start","userIds":["bob"],"join":{"rule":"GROUP"}
      80001 | "do":"call.start","userIds":["bob"],"join":[]
      80008 | "do":"call.accept"
      80008 | "do":"call.accept","callId":""
      80004 | "do":"call.switch.ask","callId":"c"
      80009 | "do":"call.switch.answer","callId":"c","agree":true
      80001 | "do":"call.switch.answer","callId":"c","transactionId":1
      80001 | "do":"call.signal","callId":"c","kind":"smell"
      80001 | "do":"call.signal","callId":"c","kind":"camera"
      80001 | "do":"call.signal","callId":"c","kind":"app"
      80001 | "do":"records.list","limit":101
      80007 | "do":"presence.get"
      80001 | "do":"habits.set","doNotDisturb":"yes"
      80001 | "do":"push.register","provider":"apns"
      """)
  void refusesByNumber(int code, String members) {
    assertThatThrownBy(() -> FrameReader.read("{\"id\":\"r1\"," + members + "}"))
        .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
          assertThat(e.requestId()).isEqualTo("r1");
          assertThat(e.refusal().code()).isEqualTo(code);
          assertThat(e.refusal().message()).isNotBlank();
        });
  }

  @Test
  void refusesMoreInviteesThanAnyCallHasPlacesFor() {
    String many = IntStream.range(0, 10_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
    assertThatThrownBy(() -> FrameReader.read("{\"id\":\"r\",\"do\":\"call.start\",\"type\":\"MULTI\",\"userIds\":[" + many + "]}"))
        .isInstanceOfSatisfying(RequestRefusedException.class, e -> assertThat(e.refusal().name()).isEqualTo("USER_LIST_INVALID"));
  }

  @Test
  void standsDeepNesting() {
    assertThatThrownBy(() -> FrameReader.read("[".repeat(8_000))).isInstanceOf(BadFrameException.class);
    assertThatThrownBy(() -> FrameReader.read("{\"a\":".repeat(3_000))).isInstanceOf(BadFrameException.class);
  }
}
