package io.jimg.cli;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// Loggers for the JDK's own messages that say nothing: standard error is for people. Found in the
/// first jar of the class path; were there none, the JVM would open every other jar to look for one
/// before the first request, which takes longer than the request.
public final class SilentLoggers extends System.LoggerFinder {

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Silent(name);
  }

  private record Silent(String name) implements System.Logger {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {}

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {}
  }
}
