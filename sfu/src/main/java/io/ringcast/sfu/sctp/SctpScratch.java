package io.ringcast.sfu.sctp;

import io.ringcast.sfu.wire.sctp.ParameterReader;
import io.ringcast.sfu.wire.sctp.SctpReader;
import java.util.ArrayList;
import java.util.List;

/** What a loop's associations share, each while it is called. Used by the loop's thread only. */
public final class SctpScratch {
  private final SctpReader reader = new SctpReader();
  private final ParameterReader parameters = new ParameterReader();
  private final ReassemblyBudget budget = new ReassemblyBudget();
  private final PacketDraft draft = new PacketDraft();
  private final Acknowledgement acknowledgement = new Acknowledgement();
  private final List<AssociationEvent> events = new ArrayList<>();

  SctpReader reader() {
    return reader;
  }

  ParameterReader parameters() {
    return parameters;
  }

  ReassemblyBudget budget() {
    return budget;
  }

  PacketDraft draft() {
    return draft;
  }

  Acknowledgement acknowledgement() {
    return acknowledgement;
  }

  List<AssociationEvent> events() {
    return events;
  }
}
