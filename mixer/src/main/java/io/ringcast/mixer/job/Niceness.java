package io.ringcast.mixer.job;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Lets a thread step back when the machine is busy: Java's priorities do nothing on Linux, {@code setpriority(2)} does, for one thread. */
public final class Niceness {
  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;
  /** A fifth of what a media loop gets when both want the same core. */
  private static final int NICE = 7;

  private Niceness() {}

  /** Lowers the calling thread's priority; false where the system has no such call. */
  @SuppressWarnings("restricted")
  public static boolean lower() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> symbol = linker.defaultLookup().find("setpriority");
    if (symbol.isEmpty()) {
      return false;
    }
    MethodHandle call = linker.downcallHandle(symbol.get(),
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) call.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE) == 0;
    } catch (Throwable e) {
      return false;
    }
  }
}
