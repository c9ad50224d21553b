package io.jimg.reference;

import io.jimg.error.InvalidInput;
import io.jimg.oci.Digest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The name of an image: a repository and a tag, a digest, both or neither (the grammar of
/// distribution/reference). An instance is normalised: `nginx` is there as
/// `docker.io/library/nginx`, so equal references name the same thing.
///
/// @param domain registry host with optional port; empty only for the few names that Docker takes
///     for neither a host nor a Hub repository, such as `a_b.com/c`
/// @param path repository within the domain
public record Reference(String domain, String path, @Nullable String tag, @Nullable Digest digest) {

  public static final String HUB = "docker.io";
  public static final String DEFAULT_TAG = "latest";

  private static final String LEGACY_HUB = "index.docker.io";
  private static final String OFFICIAL = "library/";
  private static final String INVALID = "invalid reference format";

  public Reference {
    boolean nameFits = domain.isEmpty() ? path.indexOf('/') > 0 : Grammar.isDomain(domain);
    if (!nameFits || !Grammar.isPath(path) || (tag != null && !Grammar.isTag(tag))) {
      throw new InvalidInput(INVALID);
    }
    if (path.length() > Grammar.MAX_PATH) {
      throw new InvalidInput("repository name must not be more than 255 characters");
    }
  }

  /// By hand, as the hash: what the compiler generates for a record is put together when it is
  /// first
  /// called, milliseconds of start-up.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reference that
        && domain.equals(that.domain)
        && path.equals(that.path)
        && Objects.equals(tag, that.tag)
        && Objects.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Objects.hash(domain, path, tag, digest);
  }

  /// Parses what a user typed or what {@link #canonical()} or {@link #familiar()} printed. Adds no
  /// tag.
  ///
  /// @throws InvalidInput with the texts of distribution/reference
  public static Reference parse(String text) {
    if (text.length() == 64 && Grammar.isLowerHex(text, 64)) {
      throw new InvalidInput(
          "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
    }
    String domain = domainOf(text);
    String rest = domain.isEmpty() ? text : text.substring(text.indexOf('/') + 1);
    if (domain.isEmpty() || domain.equals(LEGACY_HUB)) {
      domain = HUB;
    }
    if (domain.equals(HUB) && rest.indexOf('/') < 0) {
      rest = OFFICIAL + rest;
    }
    int colon = rest.indexOf(':');
    String remote = colon < 0 ? rest : rest.substring(0, colon);
    if (!Grammar.lower(remote).equals(remote)) {
      throw new InvalidInput(INVALID + ": repository name (" + remote + ") must be lowercase");
    }
    var parts = Parts.split(domain, rest);
    if (!parts.fit()) {
      boolean lowerFits = Parts.split(Grammar.lower(domain), Grammar.lower(rest)).fit();
      throw new InvalidInput(lowerFits ? "repository name must be lowercase" : INVALID);
    }
    return parts.reference();
  }

  /// Whether `text` may stand for a registry: `host` or `host:port`, IPv6 addresses in brackets.
  public static boolean isDomain(String text) {
    return Grammar.isDomain(text);
  }

  /// The first element where it is a registry, empty where `text` is a name on the Hub.
  private static String domainOf(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return "";
    }
    String first = text.substring(0, slash);
    boolean isDomain =
        first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || first.equals("localhost")
            || !Grammar.lower(first).equals(first);
    return isDomain ? first : "";
  }

  /// A reference cut into its parts, not yet known to be well formed.
  private record Parts(String domain, String path, @Nullable String tag, @Nullable String digest) {

    static Parts split(String domain, String rest) {
      int at = rest.indexOf('@');
      String name = at < 0 ? rest : rest.substring(0, at);
      String digest = at < 0 ? null : rest.substring(at + 1);
      int colon = name.indexOf(':');
      String path = colon < 0 ? name : name.substring(0, colon);
      String tag = colon < 0 ? null : name.substring(colon + 1);
      return Grammar.isDomain(domain)
          ? new Parts(domain, path, tag, digest)
          : new Parts("", domain + "/" + path, tag, digest);
    }

    boolean fit() {
      return Grammar.isPath(path)
          && (tag == null || Grammar.isTag(tag))
          && (digest == null || Grammar.hasDigestShape(digest));
    }

    Reference reference() {
      var name = new Reference(domain, path, tag, null);
      return digest == null ? name : name.withDigest(Digest.parse(digest));
    }
  }

  /// With the tag `latest` where there is neither tag nor digest.
  public Reference withDefaultTag() {
    return tag == null && digest == null ? withTag(DEFAULT_TAG) : this;
  }

  public Reference withTag(String tag) {
    if (!Grammar.isTag(tag)) {
      throw new InvalidInput("invalid tag format");
    }
    return new Reference(domain, path, tag, digest);
  }

  public Reference withDigest(Digest digest) {
    return new Reference(domain, path, tag, digest);
  }

  /// The name alone, without tag and digest.
  public Reference repository() {
    return new Reference(domain, path, null, null);
  }

  /// `docker.io/library/nginx:1.25`
  public String canonical() {
    return withSuffix(canonicalName());
  }

  /// `nginx:1.25`, as Docker shows it.
  public String familiar() {
    return withSuffix(familiarName());
  }

  /// `docker.io/library/nginx`
  public String canonicalName() {
    return domain.isEmpty() ? path : domain + "/" + path;
  }

  /// `nginx`; `library/` stays before a path of more than one further component.
  public String familiarName() {
    if (!domain.equals(HUB)) {
      return canonicalName();
    }
    boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
    return official ? path.substring(OFFICIAL.length()) : path;
  }

  private String withSuffix(String name) {
    if (tag == null && digest == null) {
      return name;
    }
    var text = new StringBuilder(name);
    if (tag != null) {
      text.append(':').append(tag);
    }
    if (digest != null) {
      text.append('@').append(digest.algorithm()).append(':').append(digest.hex());
    }
    return text.toString();
  }

  /// The canonical form.
  @Override
  public String toString() {
    return canonical();
  }
}
