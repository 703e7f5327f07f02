package io.ringcast.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** Samples of a flight recording by who called whom: below each thread, with its number left out, what it ran. */
final class StackTree {
  private static final String SAMPLE = "jdk.CPUTimeSample";
  private static final String UNKNOWN = "(no Java stack)";

  private final String name;
  private final Map<String, StackTree> callees = new TreeMap<>();
  private long samples;

  StackTree(String name) {
    this.name = name;
  }

  static StackTree of(Path recording) throws IOException {
    StackTree root = new StackTree("all threads");
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (SAMPLE.equals(event.getEventType().getName())) {
          root.add(event);
        }
      }
    }
    return root;
  }

  private void add(RecordedEvent event) {
    String thread = event.getThread("eventThread") == null ? "?" : event.getThread("eventThread").getJavaName();
    StackTree at = count().callee(thread == null ? "?" : thread.replaceAll("[-#]?\\d+$", "")).count();
    RecordedStackTrace stack = event.getStackTrace();
    if (stack == null) {
      at.callee(UNKNOWN).count();
      return;
    }
    for (RecordedFrame frame : stack.getFrames().reversed()) {
      at = at.callee(text(frame)).count();
    }
  }

  private static String text(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  StackTree callee(String callee) {
    return callees.computeIfAbsent(callee, StackTree::new);
  }

  StackTree count() {
    samples++;
    return this;
  }

  String name() {
    return name;
  }

  long samples() {
    return samples;
  }

  Iterable<StackTree> callees() {
    return callees.values();
  }
}
