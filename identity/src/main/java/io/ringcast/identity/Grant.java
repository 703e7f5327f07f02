package io.ringcast.identity;

/** What a room token may allow, by its name in LiveKit's {@code video} claim. */
public enum Grant {
  ROOM_JOIN("roomJoin", false),
  ROOM_CREATE("roomCreate", false),
  ROOM_LIST("roomList", false),
  ROOM_ADMIN("roomAdmin", false),
  CAN_PUBLISH("canPublish", true),
  CAN_SUBSCRIBE("canSubscribe", true),
  /** Where the token is silent, it follows {@link #CAN_PUBLISH}. */
  CAN_PUBLISH_DATA("canPublishData", true),
  CAN_UPDATE_OWN_METADATA("canUpdateOwnMetadata", false),
  RECORDER("recorder", false),
  HIDDEN("hidden", false);

  private final String claim;
  private final boolean grantedWhenAbsent;

  Grant(String claim, boolean grantedWhenAbsent) {
    this.claim = claim;
    this.grantedWhenAbsent = grantedWhenAbsent;
  }

  /** The name in the claim. */
  public String claim() {
    return claim;
  }

  /** LiveKit's rule: publishing and subscribing are allowed unless the token says otherwise. */
  public boolean grantedWhenAbsent() {
    return grantedWhenAbsent;
  }
}
