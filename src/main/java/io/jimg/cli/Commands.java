package io.jimg.cli;

import io.jimg.cli.frame.Command;
import io.jimg.cli.image.HistoryCommand;
import io.jimg.cli.image.ImagePruneCommand;
import io.jimg.cli.image.ImagesCommand;
import io.jimg.cli.image.ImportCommand;
import io.jimg.cli.image.InspectCommand;
import io.jimg.cli.image.PullCommand;
import io.jimg.cli.image.PushCommand;
import io.jimg.cli.image.RmiCommand;
import io.jimg.cli.image.TagCommand;
import io.jimg.cli.manifest.ManifestAnnotateCommand;
import io.jimg.cli.manifest.ManifestCreateCommand;
import io.jimg.cli.manifest.ManifestInspectCommand;
import io.jimg.cli.manifest.ManifestPushCommand;
import io.jimg.cli.manifest.ManifestRmCommand;
import io.jimg.cli.registry.LoginCommand;
import io.jimg.cli.registry.LogoutCommand;
import io.jimg.cli.registry.SearchCommand;
import io.jimg.cli.registry.ServeCommand;
import io.jimg.cli.registry.TagsCommand;
import io.jimg.cli.system.CompletionCommand;
import io.jimg.cli.system.InfoCommand;
import io.jimg.cli.system.PsCommand;
import io.jimg.cli.system.SystemCheckCommand;
import io.jimg.cli.system.SystemDfCommand;
import io.jimg.cli.system.SystemPruneCommand;
import io.jimg.cli.system.VersionCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which commands there are and what they are called. A command's object is made when it is asked
/// for, so that only the invoked one is loaded.
final class Commands {

  private Commands() {}

  /// A command that only has commands below it.
  ///
  /// @param usage what stands after the name in the usage line of complaints
  /// @param details what the help of an experimental group says in place of the description; empty
  ///     for all others
  /// @param members the names to list, without aliases
  record Group(
      String name, String usage, String description, String details, List<String> members) {
    Group(String name, String description, List<String> members) {
      this(name, "", description, "", members);
    }
  }

  static final List<String> COMMON = List.of("pull", "push", "images", "login", "logout", "search");

  static final List<String> PLAIN =
      List.of(
          "history", "import", "info", "inspect", "ps", "rmi", "serve", "tag", "tags", "version");

  private static final String MANIFEST_DETAILS =
      """
      The **jimg manifest** command has subcommands for managing image manifests and
      manifest lists. A manifest list allows you to use one name to refer to the same image
      built for multiple architectures.

      To see help for a subcommand, use:

          jimg manifest CMD --help

      For full details on using jimg manifest lists, see the registry v2 specification.
      """;

  static final List<Group> GROUPS =
      List.of(
          new Group(
              "image",
              "Manage images",
              List.of("history", "import", "inspect", "ls", "prune", "pull", "push", "rm", "tag")),
          new Group("container", "Manage containers", List.of("ls")),
          new Group(
              "manifest",
              " COMMAND",
              "Manage Docker image manifests and manifest lists",
              MANIFEST_DETAILS,
              List.of("annotate", "create", "inspect", "push", "rm")),
          new Group("system", "Manage jimg", List.of("check", "df", "info", "prune")));

  /// As in Docker, no help lists it.
  static final Group COMPLETION =
      new Group(
          "completion",
          "Generate the autocompletion script for jimg for the specified shell.\n"
              + "See each sub-command's help for details on how to use the generated script.",
          List.of("bash", "fish", "powershell", "zsh"));

  static @Nullable Group group(String name) {
    if (name.equals(COMPLETION.name())) {
      return COMPLETION;
    }
    for (var group : GROUPS) {
      if (group.name().equals(name)) {
        return group;
      }
    }
    return null;
  }

  static @Nullable Command top(String name) {
    return switch (name) {
      case "history" -> new HistoryCommand();
      case "images" -> new ImagesCommand();
      case "import" -> new ImportCommand();
      case "info" -> new InfoCommand();
      case "inspect" -> new InspectCommand(false);
      case "login" -> new LoginCommand();
      case "logout" -> new LogoutCommand();
      case "pull" -> new PullCommand();
      case "push" -> new PushCommand();
      case "search" -> new SearchCommand();
      case "serve" -> new ServeCommand();
      case "rmi" -> new RmiCommand();
      case "tag" -> new TagCommand();
      case "tags" -> new TagsCommand();
      case "ps" -> new PsCommand();
      case "version" -> new VersionCommand();
      default -> null;
    };
  }

  static @Nullable Command member(String group, String name) {
    return switch (group) {
      case "image" -> ofImage(name);
      case "completion" -> COMPLETION.members().contains(name) ? new CompletionCommand(name) : null;
      case "container" -> ofContainer(name);
      case "manifest" -> ofManifest(name);
      case "system" -> ofSystem(name);
      default -> null;
    };
  }

  private static @Nullable Command ofContainer(String name) {
    return switch (name) {
      case "ls", "list", "ps" -> new PsCommand();
      default -> null;
    };
  }

  private static @Nullable Command ofManifest(String name) {
    return switch (name) {
      case "annotate" -> new ManifestAnnotateCommand();
      case "create" -> new ManifestCreateCommand();
      case "inspect" -> new ManifestInspectCommand();
      case "push" -> new ManifestPushCommand();
      case "rm" -> new ManifestRmCommand();
      default -> null;
    };
  }

  private static @Nullable Command ofSystem(String name) {
    return switch (name) {
      case "check" -> new SystemCheckCommand();
      case "df" -> new SystemDfCommand();
      case "info" -> new InfoCommand();
      case "prune" -> new SystemPruneCommand();
      default -> null;
    };
  }

  private static @Nullable Command ofImage(String name) {
    return switch (name) {
      case "history" -> new HistoryCommand();
      case "import" -> new ImportCommand();
      case "inspect" -> new InspectCommand(true);
      case "ls", "list" -> new ImagesCommand();
      case "prune" -> new ImagePruneCommand();
      case "pull" -> new PullCommand();
      case "push" -> new PushCommand();
      case "rm", "rmi", "remove" -> new RmiCommand();
      case "tag" -> new TagCommand();
      default -> null;
    };
  }

  /// What a command of a group is called; some may be typed in other ways.
  static String nameOf(String typed) {
    return switch (typed) {
      case "list", "ps" -> "ls";
      case "rmi", "remove" -> "rm";
      default -> typed;
    };
  }

  /// How many of `words`, from the first one on, name a group and a command.
  static int known(List<String> words) {
    String first = words.getFirst();
    if (group(first) == null) {
      return top(first) == null ? 0 : 1;
    }
    return words.size() > 1 && member(first, words.get(1)) != null ? 2 : 1;
  }

  /// All the ways to call it, as help lists them; empty when there is only one.
  static List<String> aliases(String group, String name) {
    return switch (group.isEmpty() ? name : group + " " + name) {
      case "images", "image ls" -> List.of("jimg image ls", "jimg image list", "jimg images");
      case "rmi", "image rm" -> List.of("jimg image rm", "jimg image remove", "jimg rmi");
      case "ps", "container ls" ->
          List.of("jimg container ls", "jimg container list", "jimg container ps", "jimg ps");
      case "pull", "image pull" -> List.of("jimg image pull", "jimg pull");
      case "push", "image push" -> List.of("jimg image push", "jimg push");
      case "tag", "image tag" -> List.of("jimg image tag", "jimg tag");
      case "history", "image history" -> List.of("jimg image history", "jimg history");
      case "info", "system info" -> List.of("jimg system info", "jimg info");
      case "import", "image import" -> List.of("jimg image import", "jimg import");
      default -> List.of();
    };
  }
}
