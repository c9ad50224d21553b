package io.jimg.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jimg.config.docker.DockerConfig;
import io.jimg.error.InvalidInput;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// What lies in a registry's certificate directories, as it is written there (PEM).
///
/// @param authorities the `*.crt` files: who else may vouch for the registry
/// @param pairs the `*.cert` files with their keys: whom we are, where the registry asks
public record RegistryCertificates(List<String> authorities, List<Pair> pairs) {

  public static final RegistryCertificates NONE = new RegistryCertificates(List.of(), List.of());

  private static final String CERTIFICATE = ".cert";
  private static final String KEY = ".key";

  public RegistryCertificates {
    authorities = List.copyOf(authorities);
    pairs = List.copyOf(pairs);
  }

  /// A certificate and its private key. Prints no secret.
  public record Pair(Path file, String certificate, String key) {

    @Override
    public String toString() {
      return "Pair[" + file + "]";
    }
  }

  public boolean isEmpty() {
    return authorities.isEmpty() && pairs.isEmpty();
  }

  /// These and then `others`.
  RegistryCertificates with(RegistryCertificates others) {
    var allAuthorities = new ArrayList<>(authorities);
    allAuthorities.addAll(others.authorities);
    var allPairs = new ArrayList<>(pairs);
    allPairs.addAll(others.pairs);
    return new RegistryCertificates(allAuthorities, allPairs);
  }

  /// Reads one directory; nothing where it is missing.
  ///
  /// @throws InvalidInput with Docker's texts where a half of a pair is missing, and Go's where a
  ///     file cannot be read
  static RegistryCertificates load(Path directory) {
    var names = names(directory);
    var authorities = new ArrayList<String>();
    var pairs = new ArrayList<Pair>();
    for (String name : names) {
      if (name.endsWith(".crt")) {
        authorities.add(content(directory.resolve(name)));
      } else if (name.endsWith(CERTIFICATE)) {
        String key = stem(name, CERTIFICATE) + KEY;
        if (!names.contains(key)) {
          throw new InvalidInput(
              "missing key "
                  + key
                  + " for client certificate "
                  + name
                  + ". CA certificates must use the extension .crt");
        }
        var file = directory.resolve(name);
        pairs.add(new Pair(file, content(file), content(directory.resolve(key))));
      } else if (name.endsWith(KEY) && !names.contains(stem(name, KEY) + CERTIFICATE)) {
        throw new InvalidInput(
            "missing client certificate " + stem(name, KEY) + CERTIFICATE + " for key " + name);
      }
    }
    return new RegistryCertificates(authorities, pairs);
  }

  private static String stem(String name, String extension) {
    return name.substring(0, name.length() - extension.length());
  }

  private static TreeSet<String> names(Path directory) {
    var names = new TreeSet<String>();
    try (var files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return names;
    } catch (NotDirectoryException e) {
      throw new InvalidInput("readdirent " + directory + ": not a directory", e);
    } catch (DirectoryIteratorException e) {
      throw cannotOpen(directory, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw cannotOpen(directory, e);
    }
    return names;
  }

  private static String content(Path file) {
    try {
      return new String(DockerConfig.content(file), ISO_8859_1);
    } catch (IOException e) {
      throw cannotOpen(file, e);
    }
  }

  private static InvalidInput cannotOpen(Path file, IOException e) {
    return new InvalidInput("open " + file + ": " + DockerConfig.reason(e), e);
  }
}
