package ml.dmlc.xgboost4j.java;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Stands before that of XGBoost4J 0.80 on the class path, which changes `java.library.path` in a way that Java 17 refuses. */
final class NativeLibLoader {
  private static boolean isLoaded;

  static synchronized void initXGBoost() throws IOException {
    if (isLoaded) return;
    Path file = Files.createTempFile("xgboost4j", ".so");
    try (InputStream library = NativeLibLoader.class.getResourceAsStream("/lib/libxgboost4j.so")) {
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
    }
    System.load(file.toString());
    Files.delete(file);
    isLoaded = true;
  }
}
