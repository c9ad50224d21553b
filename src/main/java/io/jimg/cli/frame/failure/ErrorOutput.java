package io.jimg.cli.frame.failure;

import io.jimg.error.Circumstances;
import io.jimg.error.RegistryFailure;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNull;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Tells failures on standard error, in the format that the user wants.
public final class ErrorOutput {

  private final PrintStream err;
  private final ErrorFormat format;

  public ErrorOutput(PrintStream err, ErrorFormat format) {
    this.err = err;
    this.format = format;
  }

  /// Tells `failure`; as text nothing where it has none.
  public void tell(CommandFailure failure) {
    var cause = failure.getCause();
    var circumstances = cause instanceof RegistryFailure r ? r.circumstances() : null;
    if (format == ErrorFormat.JSON) {
      err.println(JsonWriter.text(document(failure, circumstances)));
      return;
    }
    if (!failure.text().isEmpty()) {
      err.println(failure.text());
    }
    if (format == ErrorFormat.TEXT && circumstances != null && !circumstances.hint().isEmpty()) {
      err.println("hint: " + circumstances.hint());
    }
  }

  private static JsonObject document(CommandFailure failure, @Nullable Circumstances known) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("class", new JsonText(failure.failureClass().word()));
    members.put("registry", text(known == null ? "" : known.registry()));
    members.put("step", text(known == null ? "" : known.step()));
    int status = failure.getCause() instanceof RegistryFailure r ? r.status() : 0;
    members.put("status", status == 0 ? new JsonNull() : number(status));
    members.put("retryable", new JsonBoolean(known != null && known.retryable()));
    members.put("retryAfter", seconds(known == null ? null : known.retryAfter()));
    members.put("message", new JsonText(failure.text()));
    return new JsonObject(members);
  }

  private static JsonValue text(String text) {
    return text.isEmpty() ? new JsonNull() : new JsonText(text);
  }

  private static JsonNumber number(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /// Whole seconds, so that whoever waits that long has waited long enough.
  private static JsonValue seconds(@Nullable Duration duration) {
    return duration == null ? new JsonNull() : number(duration.plusMillis(999).toSeconds());
  }
}
