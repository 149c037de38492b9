package io.agtrace.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The user's own folder of traces, which is read when nothing else is said.
 *
 * @param path empty where the user has no home
 */
record Store(String path) {

    static Store of(Environment environment) {
        String data = environment.variable("XDG_DATA_HOME");
        String home = environment.variable("HOME");
        // The standard has relative paths ignored.
        if (data != null && data.startsWith("/")) {
            return new Store(data + "/agtrace");
        }
        return new Store(home == null ? "" : home + "/.local/share/agtrace");
    }

    /** Whether anything is in it that a folder is read for. */
    boolean isFilled() {
        Path folder = path.isEmpty() ? null : folder(path);
        if (folder == null) {
            return false;
        }
        DirectoryStream.Filter<Path> visible =
                file -> !String.valueOf(file.getFileName()).startsWith(".");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, visible)) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Path folder(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
