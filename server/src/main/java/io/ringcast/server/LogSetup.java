package io.ringcast.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.ringcast.server.config.ServerSettings.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets how much Ringcast logs; the form of a line stands in logback.xml. */
final class LogSetup {

  private LogSetup() { }

  static void apply(LogLevel level) {
    if (LoggerFactory.getLogger("io.ringcast") instanceof Logger logger) {
      logger.setLevel(Level.valueOf(level.name()));
    }
  }
}
