package io.jimg.output;

import io.jimg.image.check.CheckResult;
import io.jimg.image.check.Problem;
import io.jimg.image.check.Problem.Outcome;
import io.jimg.oci.JsonObject;
import io.jimg.oci.JsonValue;
import io.jimg.oci.JsonValue.JsonArray;
import io.jimg.oci.JsonValue.JsonBoolean;
import io.jimg.oci.JsonValue.JsonNumber;
import io.jimg.oci.JsonValue.JsonText;
import io.jimg.oci.JsonWriter;
import io.jimg.output.units.HumanSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// What a check of the store has found, for people and for programs.
public final class CheckReport {

  /// So many images are named of those that need a blob.
  private static final int NAMED = 3;

  private CheckReport() {}

  /// A line for each problem, and one for all.
  public static String text(CheckResult result) {
    var text = new StringBuilder();
    for (var problem : result.problems()) {
      text.append(line(problem)).append('\n');
    }
    long repaired = result.problems().stream().filter(Problem::isRepaired).count();
    int found = result.problems().size();
    text.append("Checked ").append(counted(result.images(), "reference")).append(" and ");
    text.append(counted(result.blobs(), "blob")).append(" (");
    text.append(HumanSize.fourDigits(result.bytes()));
    text.append(result.deep() ? ", all read): " : ", layers not read): ");
    text.append(found == 0 ? "sound" : counted(found, "problem"));
    if (repaired > 0) {
      text.append(", ").append(repaired == found ? "all" : repaired).append(" repaired");
    }
    return text.append('\n').toString();
  }

  private static String line(Problem problem) {
    var line = new StringBuilder();
    var digest = problem.digest();
    if (digest == null) {
      line.append(problem.detail());
    } else {
      line.append(problem.what()).append(' ').append(digest).append(" is ").append(kind(problem));
      if (!problem.detail().isEmpty()) {
        line.append(": ").append(problem.detail());
      }
      line.append(images(problem.images()));
    }
    switch (problem.outcome()) {
      case Outcome.Repaired(var how) -> line.append(": ").append(how);
      case Outcome.Failed(var why) -> line.append(": not repaired: ").append(why);
      case null -> {}
    }
    return line.toString();
  }

  private static String images(List<String> images) {
    if (images.isEmpty()) {
      return "";
    }
    int named = images.size() <= NAMED + 1 ? images.size() : NAMED;
    String text = String.join(", ", images.subList(0, named));
    int more = images.size() - named;
    return " (" + text + (more > 0 ? " and " + more + " more)" : ")");
  }

  private static String kind(Problem problem) {
    return problem.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /// One object, on one line.
  public static String json(CheckResult result) {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("Sound", new JsonBoolean(result.isSound()));
    members.put("Deep", new JsonBoolean(result.deep()));
    members.put("References", number(result.images()));
    members.put("Blobs", number(result.blobs()));
    members.put("Bytes", number(result.bytes()));
    members.put(
        "Problems",
        new JsonArray(result.problems().stream().<JsonValue>map(CheckReport::object).toList()));
    return JsonWriter.text(new JsonObject(members)) + "\n";
  }

  private static JsonObject object(Problem problem) {
    var members = new LinkedHashMap<String, JsonValue>();
    var digest = problem.digest();
    members.put("Kind", new JsonText(kind(problem)));
    members.put("What", new JsonText(problem.what()));
    members.put("Digest", new JsonText(digest == null ? "" : digest.toString()));
    members.put("Detail", new JsonText(problem.detail()));
    members.put("Images", JsonWriter.array(problem.images()));
    members.put("Repaired", new JsonBoolean(problem.isRepaired()));
    members.put("Outcome", new JsonText(outcome(problem)));
    return new JsonObject(members);
  }

  private static String outcome(Problem problem) {
    return switch (problem.outcome()) {
      case Outcome.Repaired(var how) -> how;
      case Outcome.Failed(var why) -> why;
      case null -> "";
    };
  }

  private static JsonNumber number(long number) {
    return new JsonNumber(Long.toString(number));
  }
}
