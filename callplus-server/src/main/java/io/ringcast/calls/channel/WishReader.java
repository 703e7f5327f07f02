package io.ringcast.calls.channel;

import io.ringcast.calls.call.CallMedia;
import io.ringcast.calls.call.CallRefusal;
import io.ringcast.calls.call.CallType;
import io.ringcast.calls.call.JoinRule;
import io.ringcast.calls.exchange.CallCommand;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a request asks for. */
final class WishReader {
  /** Of a user list: a call for audio has 32 places, one of them the caller's. */
  static final int INVITEES_MAX = 31;
  static final int LIST_MAX = 100;
  static final int APP_DATA_CHARS_MAX = 4 * 1024;
  private static final int PROVIDER_CHARS_MAX = 32;
  private static final int PUSH_TOKEN_CHARS_MAX = 1024;
  private static final int CURSOR_CHARS_MAX = 128;
  private static final int PAGE_DEFAULT = 20;
  private static final long RING_MS_MIN = 5_000;
  private static final long RING_MS_MAX = 180_000;

  private enum Rule { INVITED, GROUP, ANYONE }

  private WishReader() {}

  static Wish read(String action, Members members, String requestId) throws RequestRefusedException {
    return switch (action) {
      case "ping" -> new Wish.Ping();
      case "call.list" -> new Wish.ListCalls();
      case "records.list" -> listRecords(members);
      case "records.delete" -> new Wish.DeleteRecords(members.ids("callIds", LIST_MAX, CallRefusal.CALL_ID_INVALID));
      case "presence.get" -> new Wish.GetPresence(userIds(members));
      case "presence.watch" -> new Wish.WatchPresence(userIds(members));
      case "habits.get" -> new Wish.GetHabits();
      case "habits.set" -> new Wish.SetHabits(habits(members));
      case "push.register" -> registerPush(members);
      case "logOut" -> new Wish.LogOut();
      default -> new Wish.Command(command(action, members, requestId));
    };
  }

  private static CallCommand command(String action, Members members, String requestId) throws RequestRefusedException {
    return switch (action) {
      case "call.start" -> start(members);
      case "call.ringing" -> new CallCommand.Ringing(members.callId());
      case "call.accept" -> new CallCommand.Accept(members.callId());
      case "call.hangUp" -> new CallCommand.HangUp(members.callId());
      case "call.invite" -> new CallCommand.Invite(members.callId(), invitees(members));
      case "call.join" -> new CallCommand.Join(members.callId());
      case "call.switch.ask" -> new CallCommand.AskSwitch(members.callId(), media(members, null));
      case "call.switch.answer" -> new CallCommand.AnswerSwitch(members.callId(), members.transactionId(), agree(members));
      case "call.switch.withdraw" -> new CallCommand.WithdrawSwitch(members.callId(), members.transactionId());
      case "call.signal" -> signal(members);
      default -> throw new RequestRefusedException(requestId, Refusal.unknownRequest(action));
    };
  }

  private static CallCommand start(Members members) throws RequestRefusedException {
    CallType type = Objects.requireNonNullElse(members.choice("type", CallType.class, CallRefusal.PARAM_ERROR), CallType.SINGLE);
    String extra = Objects.requireNonNullElse(members.text("extra", APP_DATA_CHARS_MAX), "");
    return new CallCommand.Start(type, media(members, CallMedia.AUDIO), joinRule(members.within("join")), invitees(members),
        members.number("ringMs", RING_MS_MIN, RING_MS_MAX), extra, members.object("push", APP_DATA_CHARS_MAX));
  }

  private static CallMedia media(Members members, @Nullable CallMedia otherwise) throws RequestRefusedException {
    CallMedia media = members.choice("media", CallMedia.class, CallRefusal.MEDIATYPE_INVALID);
    if (media == null && otherwise == null) {
      throw members.bad(CallRefusal.MEDIATYPE_INVALID, "media", "AUDIO or VIDEO");
    }
    return media == null ? Objects.requireNonNull(otherwise) : media;
  }

  private static List<String> invitees(Members members) throws RequestRefusedException {
    List<String> userIds = members.userIds("userIds", INVITEES_MAX);
    if (userIds == null || userIds.isEmpty()) {
      throw members.bad(CallRefusal.USER_LIST_INVALID, "userIds", "a list of 1 to " + INVITEES_MAX + " ids");
    }
    return userIds;
  }

  private static JoinRule joinRule(@Nullable Members members) throws RequestRefusedException {
    Rule rule = members == null ? null : members.choice("rule", Rule.class, CallRefusal.PARAM_ERROR);
    if (members == null || rule == null) {
      return new JoinRule.InvitedOnly();
    }
    return switch (rule) {
      case INVITED -> new JoinRule.InvitedOnly();
      case GROUP -> new JoinRule.MembersOf(members.id("groupId", CallRefusal.PARAM_ERROR));
      case ANYONE -> new JoinRule.Anyone();
    };
  }

  private static boolean agree(Members members) throws RequestRefusedException {
    Boolean agree = members.flag("agree");
    if (agree == null) {
      throw members.bad("agree", "true or false");
    }
    return agree;
  }

  private static CallCommand signal(Members members) throws RequestRefusedException {
    String callId = members.callId();
    SignalKind kind = SignalKind.of(members.text("kind", PROVIDER_CHARS_MAX));
    if (kind == null) {
      throw members.bad("kind", "camera, microphone, phone or app");
    }
    Boolean on = members.flag("on");
    String data = members.text("data", APP_DATA_CHARS_MAX);
    if (kind == SignalKind.APP ? data == null : on == null) {
      throw members.bad(kind == SignalKind.APP ? "data" : "on", "there with this kind");
    }
    return new CallCommand.Signal(callId, kind.word(), kind == SignalKind.APP ? String.valueOf(data) : String.valueOf(on),
        Objects.requireNonNullElse(members.userIds("to", INVITEES_MAX), List.of()));
  }

  private static Wish listRecords(Members members) throws RequestRefusedException {
    Long limit = members.number("limit", 1, LIST_MAX);
    return new Wish.ListRecords(members.text("after", CURSOR_CHARS_MAX), limit == null ? PAGE_DEFAULT : limit.intValue(),
        Boolean.TRUE.equals(members.flag("missed")), members.text("withUserId", Members.ID_CHARS_MAX));
  }

  private static List<String> userIds(Members members) throws RequestRefusedException {
    List<String> userIds = members.userIds("userIds", LIST_MAX);
    if (userIds == null) {
      throw members.bad(CallRefusal.USER_LIST_INVALID, "userIds", "a list of at most " + LIST_MAX + " ids");
    }
    return userIds;
  }

  private static HabitsChange habits(Members members) throws RequestRefusedException {
    return new HabitsChange(members.flag("callWaiting"), members.flag("doNotDisturb"),
        Objects.requireNonNullElse(members.userIds("block", LIST_MAX), List.of()),
        Objects.requireNonNullElse(members.userIds("unblock", LIST_MAX), List.of()));
  }

  private static Wish registerPush(Members members) throws RequestRefusedException {
    String provider = members.text("provider", PROVIDER_CHARS_MAX);
    String token = members.text("token", PUSH_TOKEN_CHARS_MAX);
    if (provider == null || provider.isEmpty() || token == null) {
      throw members.bad(provider == null || provider.isEmpty() ? "provider" : "token", "a text");
    }
    return new Wish.RegisterPush(provider, token);
  }
}
