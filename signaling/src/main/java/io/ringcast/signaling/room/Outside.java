package io.ringcast.signaling.room;

/** What a room asks and tells beyond itself. */
public record Outside(Chronicle chronicle, Exclusions exclusions, Residence residence) {
  /** Nobody is told, everybody may come. */
  public static final Outside NOTHING = new Outside(Chronicle.NONE, Exclusions.NONE, Residence.ANYWHERE);
}
