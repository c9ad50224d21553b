package io.jimg.store.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jimg.error.InvalidInput;
import io.jimg.store.disk.Layout;
import io.jimg.store.disk.StoreFiles;
import io.jimg.store.disk.StoreLocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where registries send for tokens, a line each. A memory, no truth: it may be wrong, and may be
/// lost at any time. Safe for threads and beside other processes.
public final class Realms {

  /// So many registries are kept, those that were learnt last.
  public static final int MOST = 50;

  private static final int LONGEST = 1024;
  private static final long MAX_SIZE = 256 << 10;

  private final Layout layout;
  private final StoreLocks locks;
  private final Path file;
  private final Map<String, @Nullable Realm> fresh = new LinkedHashMap<>();
  private @Nullable Map<String, Realm> kept;

  /// A token server, and what the registry calls itself there.
  public record Realm(String url, String service) {}

  public Realms(Layout layout, StoreLocks locks) {
    this.layout = layout;
    this.locks = locks;
    this.file = layout.jimg().resolve("realms");
  }

  /// Where `registry` sends; null when that is not known.
  public synchronized @Nullable Realm of(String registry) {
    if (fresh.containsKey(registry)) {
      return fresh.get(registry);
    }
    var known = kept;
    if (known == null) {
      known = read();
      kept = known;
    }
    return known.get(registry);
  }

  /// Remembers where `registry` sends, for now; for later with [#save].
  public synchronized void remember(String registry, String url, String service) {
    var known = of(registry);
    boolean news = known == null || !known.url.equals(url) || !known.service.equals(service);
    if (news && registry.length() + url.length() + service.length() <= LONGEST) {
      fresh.put(registry, new Realm(url, service));
    }
  }

  /// Forgets, for now, where `registry` sends; for good with [#save].
  public synchronized void forget(String registry) {
    if (of(registry) != null) {
      fresh.put(registry, null);
    }
  }

  /// Writes, best effort, what is news. A layout that no jimg has written to yet is left alone.
  public synchronized void save() {
    if (fresh.isEmpty() || !layout.isComplete()) {
      return;
    }
    try (var _ = locks.index()) {
      var all = read();
      for (var news : fresh.entrySet()) {
        all.remove(news.getKey());
        var realm = news.getValue();
        if (realm != null) {
          all.put(news.getKey(), realm);
        }
      }
      layout.replace(file, layout.aside("realms"), List.of(ByteBuffer.wrap(document(all))));
    } catch (IOException e) {
      // it will be learnt again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fresh.clear();
    kept = null;
  }

  private static byte[] document(Map<String, Realm> all) {
    var text = new StringBuilder();
    int surplus = all.size() - MOST;
    for (var entry : all.entrySet()) {
      if (surplus-- <= 0) {
        var realm = entry.getValue();
        var fields = new Fields.Writer().add(entry.getKey()).add(realm.url).add(realm.service);
        text.append(fields).append('\n');
      }
    }
    return text.toString().getBytes(UTF_8);
  }

  /// What is damaged is as if it had never been written.
  private Map<String, Realm> read() {
    var all = new LinkedHashMap<String, Realm>();
    try {
      String text = Files.size(file) > MAX_SIZE ? "" : new String(StoreFiles.content(file), UTF_8);
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        read(text.substring(start, end), all);
        start = end + 1;
      }
    } catch (IOException e) {
      all.clear();
    }
    return all;
  }

  private static void read(String line, Map<String, Realm> all) {
    try {
      var fields = new Fields(line);
      String registry = fields.text();
      var realm = new Realm(fields.text(), fields.text());
      fields.end();
      all.put(registry, realm);
    } catch (InvalidInput e) {
      // another line may do
    }
  }
}
