package io.ringcast.calls.call;

/** Who may join a call uninvited. Whoever took part in it, or was asked to, may come back to a {@link CallType#MULTI} call in any case. */
public sealed interface JoinRule {
  record InvitedOnly() implements JoinRule {}

  /** The members of a group, as their tokens say. */
  record MembersOf(String groupId) implements JoinRule {}

  record Anyone() implements JoinRule {}
}
