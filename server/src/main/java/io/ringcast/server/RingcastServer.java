package io.ringcast.server;

/** The process behind {@code ./ringcast}: reads its command and does it. */
public final class RingcastServer {

  private RingcastServer() { }

  public static void main(String[] arguments) {
    // Logback is set up by its own file; Spring Boot would do it again.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    int exitCode = Ringcast.commandLine().execute(arguments);
    System.exit(exitCode);
  }
}
