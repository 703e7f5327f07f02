package io.ringcast.sfu.dtls;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * The ciphers with which one thread seals and opens records. To look one up costs more than to use it; one for each association and
 * direction would be a kilobyte and a half for every peer that says nothing. Loops are few.
 */
final class RecordCiphers {
  private static final ThreadLocal<RecordCiphers> BY_THREAD = ThreadLocal.withInitial(RecordCiphers::new);

  private final Pair gcm = new Pair("AES/GCM/NoPadding");
  private final Pair chacha = new Pair("ChaCha20-Poly1305");

  private static final class Pair {
    private final String transformation;
    private @Nullable Cipher sealing;
    private @Nullable Cipher opening;

    Pair(String transformation) {
      this.transformation = transformation;
    }

    Cipher sealing() throws GeneralSecurityException {
      Cipher known = sealing;
      if (known == null) {
        known = Cipher.getInstance(transformation);
        sealing = known;
      }
      return known;
    }

    Cipher opening() throws GeneralSecurityException {
      Cipher known = opening;
      if (known == null) {
        known = Cipher.getInstance(transformation);
        opening = known;
      }
      return known;
    }
  }

  static RecordCiphers ofThisThread() {
    return BY_THREAD.get();
  }

  /** To be initialized with key and nonce before each use. */
  Cipher cipher(boolean ofGcm, int mode) throws GeneralSecurityException {
    Pair pair = ofGcm ? gcm : chacha;
    return mode == Cipher.ENCRYPT_MODE ? pair.sealing() : pair.opening();
  }
}
