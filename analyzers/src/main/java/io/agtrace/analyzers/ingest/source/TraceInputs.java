package io.agtrace.analyzers.ingest.source;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the user named on the command line, as files in a fixed order: in that of the arguments, and
 * by name within a directory or pattern. A file that is named twice is read once. What cannot be
 * read is a problem; the rest is read all the same.
 */
public final class TraceInputs implements Closeable {
    /** Standard input is named so. */
    public static final String STANDARD_INPUT = "-";

    private static final int IN_MEMORY = 64 << 20;

    private final List<InputEntry> entries = new ArrayList<>();
    private final List<InputProblem> problems = new ArrayList<>();
    private final List<Closeable> closeables = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();
    private final StandardInput standardInput;

    /**
     * Where {@code -} reads from.
     *
     * @param stream is read to its end, when it is first needed, and is not closed
     * @param name what messages call it
     * @param inMemory up to so many bytes are kept in memory, more in a temporary file
     */
    public record StandardInput(InputStream stream, String name, int inMemory) {
        public StandardInput(InputStream stream, String name) {
            this(stream, name, IN_MEMORY);
        }
    }

    private TraceInputs(StandardInput standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * Looks for what the arguments name; opens nothing yet.
     *
     * @param arguments files, directories, patterns ({@code *}, {@code ?}, {@code [a-z]}, {@code
     *     **}), or {@link #STANDARD_INPUT}
     */
    public static TraceInputs of(List<String> arguments, StandardInput standardInput) {
        TraceInputs inputs = new TraceInputs(standardInput);
        for (String argument : arguments) {
            inputs.add(argument);
        }
        return inputs;
    }

    public List<InputEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    public List<InputProblem> problems() {
        return Collections.unmodifiableList(problems);
    }

    private void problem(String source, String reason) {
        problems.add(new InputProblem(source, reason));
    }

    private void add(String argument) {
        if (argument.equals(STANDARD_INPUT)) {
            if (seen.add(argument)) {
                add(
                        new StreamEntry(
                                standardInput.name(),
                                () -> new Unclosed(standardInput.stream()),
                                standardInput.inMemory()));
            }
            return;
        }
        if (argument.isEmpty()) {
            problem("''", "an empty name; is a variable of the shell not set?");
            return;
        }
        Path path;
        try {
            path = Path.of(argument);
        } catch (InvalidPathException e) {
            problem(argument, "not a possible file name: " + e.getReason());
            return;
        }
        if (Files.exists(path)) {
            named(argument, path);
        } else if (Files.isSymbolicLink(path)) {
            problem(argument, "a link to a file that does not exist");
        } else if (GlobPattern.isPattern(argument)) {
            List<Path> matches = new GlobPattern(argument).matches();
            if (matches.isEmpty()) {
                problem(argument, "no file matches this pattern");
            }
            for (Path match : matches) {
                named(match.toString(), match);
            }
        } else {
            Path folder = path.toAbsolutePath().normalize().getParent();
            problem(
                    argument,
                    "no such file"
                            + (folder == null ? "" : " (looked in " + folder + ")")
                            + "; check the spelling and the working directory");
        }
    }

    private <E extends InputEntry & Closeable> void add(E entry) {
        entries.add(entry);
        closeables.add(entry);
    }

    private void named(String name, Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                directory(name, path);
            } else {
                file(name, path, attributes, true);
            }
        } catch (IOException e) {
            problem(name, reason(e));
        }
    }

    private void file(String name, Path path, BasicFileAttributes attributes, boolean named)
            throws IOException {
        boolean regular = attributes.isRegularFile() && !isVirtual(path);
        // What stands behind a descriptor's name may have no path of its own.
        if (!seen.add(regular ? path.toRealPath() : path.toAbsolutePath())) {
            return;
        }
        if (!Files.isReadable(path)) {
            problem(name, "cannot be read: permission denied; check its owner and mode");
        } else if (!regular) {
            if (named) {
                add(
                        new StreamEntry(
                                name, () -> Files.newInputStream(path), standardInput.inMemory()));
            }
        } else if (attributes.size() == 0 && named) {
            problem(name, "is empty; was the export that wrote it interrupted?");
        } else {
            add(new FileEntry(name, path, attributes.size()));
        }
    }

    /** Files of the kernel tell no size, and some can be read only once. */
    private static boolean isVirtual(Path path) {
        return path.startsWith("/proc") || path.startsWith("/dev");
    }

    private void directory(String name, Path top) throws IOException {
        int before = entries.size() + problems.size();
        Set<Path> visited = new HashSet<>();
        visited.add(top.toRealPath());
        Deque<Path> waiting = new ArrayDeque<>(sorted(top).reversed());
        // Last in, first out, so that a folder's files come where the folder stands.
        while (!waiting.isEmpty()) {
            Path path = waiting.removeLast();
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class);
                if (!attributes.isDirectory()) {
                    file(path.toString(), path, attributes, false);
                } else if (visited.add(path.toRealPath())) {
                    waiting.addAll(sorted(path).reversed());
                }
            } catch (IOException e) {
                problem(path.toString(), reason(e));
            }
        }
        if (entries.size() + problems.size() == before && !containsSeen(top)) {
            problem(name, "the directory holds no file to read; hidden files are not looked at");
        }
    }

    /** Whether one of its files is read already, since it was named before. */
    private boolean containsSeen(Path top) throws IOException {
        Path real = top.toRealPath();
        return seen.stream().anyMatch(s -> s instanceof Path path && path.startsWith(real));
    }

    /** What a directory holds, by name; hidden files left out. */
    static List<Path> sorted(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                if (!isHidden(child)) {
                    children.add(child);
                }
            }
        }
        Collections.sort(children);
        return children;
    }

    static boolean isHidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    /** An error of the file system in plain words. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied ->
                    "cannot be read: permission denied; check its owner and mode";
            case NoSuchFileException missing -> "cannot be read: there is no such file (any more)";
            default -> {
                String message = e.getMessage();
                yield "cannot be read: "
                        + (message == null ? e.getClass().getSimpleName() : message);
            }
        };
    }

    /** How many bytes all entries have together, or -1 where one does not know. */
    public long size() {
        long size = 0;
        for (InputEntry entry : entries) {
            if (entry.size() < 0) {
                return -1;
            }
            size += entry.size();
        }
        return size;
    }

    /** Closes the files. Texts that were read from large ones can then no longer be looked at. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Closeable closeable : closeables) {
            try {
                closeable.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Keeps a stream that belongs to someone else open. */
    private static final class Unclosed extends java.io.FilterInputStream {
        Unclosed(@Nullable InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
