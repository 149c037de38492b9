package io.agtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Field;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// What the program looks up at run time, read from its own classes, is what its metadata for
/// native images says. (A tracing run needs a GraalVM; this needs none.)
class NativeMetadataIT {
    private static final String METADATA =
            "META-INF/native-image/io.agtrace/cli/reachability-metadata.json";

    private static final String COMMANDS =
            "META-INF/native-image/picocli-generated/io.agtrace/cli/reflect-config.json";

    /// Packed for people; no class looks them up.
    private static final Set<String> NOT_LOOKED_UP = Set.of("META-INF/MANIFEST.MF");

    /// Read from the jar file itself, to make the launcher's archive; a native executable has none.
    private static final String REHEARSAL = "rehearsal/";

    private static final String SCHEMAS = "io/agtrace/render/schemas/";

    /// Classes of others that look something up by name, and why that needs no entry.
    private static final Set<String> OTHERS =
            Set.of(
                    // Versions of its modules, which nobody asks for.
                    "com/fasterxml/jackson/core/util/VersionUtil",
                    // Codecs in native code; the decoder in Java is the one in use.
                    "io/airlift/compress/v3/internal/NativeLoader",
                    // Its field theUnsafe is in the metadata.
                    "io/airlift/compress/v3/zstd/UnsafeUtil",
                    // Hashes in native code, which are not in use either.
                    "io/airlift/compress/v3/xxhash/XxHash3Bindings");

    private static ZipFile program;

    @BeforeAll
    static void open() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path jar =
                    built.filter(each -> each.toString().endsWith("-all.jar"))
                            .findFirst()
                            .orElseThrow();
            program = new ZipFile(jar.toFile());
        }
    }

    @AfterAll
    static void close() throws IOException {
        program.close();
    }

    @Test
    void whatIsPackedAndLookedUpIsRegistered() throws IOException {
        List<PathMatcher> globs = globs();
        List<String> missing =
                program.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> !name.endsWith("/") && !name.endsWith(".class"))
                        .filter(name -> !NOT_LOOKED_UP.contains(name))
                        .filter(name -> !name.startsWith(SCHEMAS) && !name.startsWith(REHEARSAL))
                        .filter(
                                name ->
                                        globs.stream()
                                                .noneMatch(each -> each.matches(Path.of(name))))
                        .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void whatIsRegisteredIsPacked() throws IOException {
        List<Path> packed = program.stream().map(entry -> Path.of(entry.getName())).toList();
        for (PathMatcher glob : globs()) {
            assertThat(packed).anyMatch(glob::matches);
        }
    }

    @Test
    void onlyKnownClassesLookSomethingUp() throws IOException {
        Set<String> ours = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        for (ZipEntry entry : program.stream().filter(NativeMetadataIT::isClass).toList()) {
            ClassModel model = model(entry);
            String name = model.thisClass().asInternalName();
            for (String call : lookUps(model)) {
                if (name.startsWith("io/agtrace/")) {
                    ours.add(name + " " + call);
                } else if (!name.startsWith("picocli/")) {
                    others.add(name);
                }
            }
        }

        assertThat(ours)
                .containsExactly(
                        "io/agtrace/analyzers/diagnosis/Weights Class.getResourceAsStream",
                        "io/agtrace/analyzers/diagnosis/suspects/SuspectWeights"
                                + " Class.getResourceAsStream",
                        "io/agtrace/analyzers/rules/RulePages Class.getResourceAsStream");
        assertThat(others).isSubsetOf(OTHERS);
    }

    @Test
    void noServicesArePackedThatWouldHaveToBeRegistered() {
        assertThat(program.stream().map(ZipEntry::getName))
                .noneMatch(name -> name.startsWith("META-INF/services/"));
    }

    @Test
    void commandsAndTheirOptionsAreRegistered() throws IOException {
        JsonNode registered = read(Path.of("target/classes").resolve(COMMANDS));
        Set<String> fields = new TreeSet<>();
        for (JsonNode type : registered) {
            fields.add(type.get("name").asText());
            for (JsonNode field : type.path("fields")) {
                fields.add(type.get("name").asText() + "." + field.get("name").asText());
            }
        }
        List<String> wanted = new ArrayList<>();
        collect(Agtrace.commandLine(Environment.ofProcess()).getCommandSpec(), wanted);

        assertThat(wanted).hasSizeGreaterThan(40);
        assertThat(fields).containsAll(wanted);
    }

    private static void collect(CommandSpec command, List<String> wanted) {
        Object user = command.userObject();
        if (!(user instanceof CommandLine.HelpCommand)) {
            wanted.add(user.getClass().getName());
        }
        for (ArgSpec each : command.args()) {
            if (each.userObject() instanceof Field field
                    && field.getDeclaringClass().getName().startsWith("io.agtrace.")) {
                wanted.add(field.getDeclaringClass().getName() + "." + field.getName());
            }
        }
        for (CommandLine inner : command.subcommands().values()) {
            collect(inner.getCommandSpec(), wanted);
        }
    }

    private static List<PathMatcher> globs() throws IOException {
        List<PathMatcher> globs = new ArrayList<>();
        for (JsonNode each : read(Path.of("target/classes").resolve(METADATA)).get("resources")) {
            String glob = "glob:" + each.get("glob").asText();
            globs.add(FileSystems.getDefault().getPathMatcher(glob));
        }
        return globs;
    }

    private static JsonNode read(Path file) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readString(file));
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
    }

    private static ClassModel model(ZipEntry entry) {
        try (InputStream in = program.getInputStream(entry)) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Calls that a native image answers from its metadata only.
    private static Set<String> lookUps(ClassModel model) {
        Set<String> calls = new TreeSet<>();
        for (MethodModel method : model.methods()) {
            for (CodeElement each :
                    method.code().stream().flatMap(CodeModel::elementStream).toList()) {
                if (each instanceof InvokeInstruction call) {
                    add(calls, call);
                }
            }
        }
        return calls;
    }

    private static void add(Set<String> calls, InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        boolean looksUp =
                switch (owner) {
                    case "java/lang/Class" ->
                            name.equals("forName")
                                    || name.startsWith("getResource")
                                    || name.startsWith("getDeclared")
                                    || name.startsWith("getMethod")
                                    || name.startsWith("getConstructor")
                                    || name.startsWith("getField")
                                    || name.equals("getRecordComponents");
                    case "java/lang/ClassLoader" -> !name.equals("getParent");
                    case "java/util/ServiceLoader", "java/lang/reflect/Proxy" -> true;
                    case "java/util/ResourceBundle" -> name.equals("getBundle");
                    case "java/lang/System", "java/lang/Runtime" -> name.startsWith("load");
                    case "java/lang/foreign/Linker", "java/lang/foreign/SymbolLookup" -> true;
                    default -> false;
                };
        if (looksUp) {
            calls.add(owner.substring(owner.lastIndexOf('/') + 1) + "." + name);
        }
    }
}
