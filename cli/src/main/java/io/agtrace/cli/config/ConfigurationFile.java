package io.agtrace.cli.config;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration file.
 *
 * @param path as messages name it; relative where the process can be told so
 */
record ConfigurationFile(Path path) {
    private static final List<String> NAMES = List.of("agtrace.yaml", ".agtrace.yaml");
    private static final int MOST_BYTES = 1 << 20;

    /** The file a user names. */
    static ConfigurationFile named(Path workingDirectory, String name) {
        try {
            return new ConfigurationFile(workingDirectory.resolve(name));
        } catch (InvalidPathException e) {
            throw new ConfigurationException(new Place(name, 0, 0), "not a possible file name");
        }
    }

    /** The nearest file upward from a folder, or null. */
    static @Nullable ConfigurationFile nearest(Path workingDirectory) {
        Path start = workingDirectory.toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            for (String name : NAMES) {
                Path file = folder.resolve(name);
                if (Files.exists(file) && !Files.isDirectory(file)) {
                    boolean ofProcess = workingDirectory.toString().isEmpty();
                    return new ConfigurationFile(ofProcess ? start.relativize(file) : file);
                }
            }
        }
        return null;
    }

    String name() {
        return path.toString();
    }

    /**
     * What the file says.
     *
     * @throws ConfigurationException where it can't be read, or says something it must not
     */
    Settings read() {
        YamlNode root = YamlReader.read(name(), text());
        Problems problems = new Problems();
        Settings settings = root == null ? null : Keys.ALL.read("", root, problems);
        problems.throwIfAny();
        return settings == null ? Settings.NONE : settings;
    }

    private String text() {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw unreadable("no such file");
        } catch (AccessDeniedException e) {
            throw unreadable("cannot be read: permission denied");
        } catch (IOException e) {
            throw unreadable("cannot be read: " + e.getMessage());
        }
        if (bytes.length > MOST_BYTES) {
            throw unreadable("larger than 1 MiB: not a configuration file");
        }
        return decoded(bytes);
    }

    private ConfigurationException unreadable(String why) {
        return new ConfigurationException(new Place(name(), 0, 0), why);
    }

    private String decoded(byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            Place place = YamlReader.placeAfter(name(), text.toString());
            throw new ConfigurationException(place, "not UTF-8");
        }
        return text.toString();
    }
}
