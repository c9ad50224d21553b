package io.jimg.image.check;

import java.util.List;

/// What a check has found.
///
/// @param images entries of index.json that were followed
/// @param blobs that are needed or there
/// @param bytes of all blobs that are there
/// @param deep whether their content was read too
public record CheckResult(int images, int blobs, long bytes, boolean deep, List<Problem> problems) {

  public CheckResult {
    problems = List.copyOf(problems);
  }

  /// Whether nothing is wrong any more.
  public boolean isSound() {
    return problems.stream().allMatch(Problem::isRepaired);
  }
}
