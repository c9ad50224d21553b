package io.jimg.registry.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Documents between `-----BEGIN x-----` and `-----END x-----` (RFC 7468).
final class Pem {

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private final String label;
  private final boolean encrypted;
  private final byte[] document;

  private Pem(String label, boolean encrypted, byte[] document) {
    this.label = label;
    this.encrypted = encrypted;
    this.document = document;
  }

  /// What stands after BEGIN.
  String label() {
    return label;
  }

  /// Whether lines of the old encryption (`Proc-Type`) come before the document.
  boolean isEncrypted() {
    return encrypted;
  }

  byte[] document() {
    return document.clone();
  }

  /// Every document in `text`; what lies between them, and what is broken, is passed over, as Go
  /// does.
  static List<Pem> documents(String text) {
    var documents = new ArrayList<Pem>();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
      if (labelEnd < 0) {
        break;
      }
      String label = text.substring(at + BEGIN.length(), labelEnd);
      int body = labelEnd + DASHES.length();
      int end = text.indexOf("-----END " + label + DASHES, body);
      if (end >= 0) {
        add(documents, label, text.substring(body, end).strip());
      }
    }
    return documents;
  }

  private static void add(List<Pem> documents, String label, String body) {
    int blank = body.indexOf(':') < 0 ? -1 : Math.max(body.indexOf("\n\n"), body.indexOf("\r\n\r"));
    String base64 = blank < 0 ? body : body.substring(blank);
    try {
      documents.add(new Pem(label, blank >= 0, Base64.getMimeDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      // not a document after all
    }
  }
}
