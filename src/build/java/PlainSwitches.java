import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites the pattern switches of compiled classes into chains of instanceof. javac leaves them to
 * {@code SwitchBootstraps}, which spins a class for each when it is first reached: one or two
 * milliseconds of start-up apiece, which no AOT cache of JDK 25 keeps. Argument: the folder of the
 * classes, which are on the class path too.
 */
public final class PlainSwitches {

  private static final String BOOTSTRAPS = "Ljava/lang/runtime/SwitchBootstraps;";

  /** Stack maps need to know how classes relate: all of them are on this program's class path. */
  private static final ClassHierarchyResolverOption HIERARCHY =
      ClassHierarchyResolverOption.of(
          ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader())
              .orElse(ClassHierarchyResolver.defaultResolver()));

  /** A switch that was found, and becomes a method of its class. */
  private record Switch(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

  public static void main(String[] args) throws IOException {
    List<Path> classes;
    try (var walk = Files.walk(Path.of(args[0]))) {
      classes = walk.filter(path -> path.toString().endsWith(".class")).toList();
    }
    for (Path file : classes) {
      byte[] bytes = Files.readAllBytes(file);
      byte[] plain = plain(bytes);
      if (plain != bytes) {
        Files.write(file, plain);
      }
    }
  }

  private static byte[] plain(byte[] bytes) {
    var classFile = ClassFile.of(HIERARCHY);
    ClassModel model = classFile.parse(bytes);
    List<Switch> found = new ArrayList<>();
    ClassDesc owner = model.thisClass().asSymbol();
    boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
    CodeTransform replace =
        (code, element) -> {
          if (element instanceof InvokeDynamicInstruction call && labels(call) != null) {
            var plain = new Switch("switch$" + found.size(), call.typeSymbol(), labels(call));
            found.add(plain);
            code.invokestatic(owner, plain.name, plain.type, isInterface);
          } else {
            code.with(element);
          }
        };
    byte[] rewritten =
        classFile.transformClass(
            model,
            ClassTransform.transformingMethodBodies(replace)
                .andThen(
                    ClassTransform.endHandler(
                        builder -> {
                          for (Switch plain : found) {
                            builder.withMethodBody(
                                plain.name,
                                plain.type,
                                ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
                                code -> chain(code, plain.labels));
                          }
                        })));
    return found.isEmpty() ? bytes : rewritten;
  }

  /** The types that a switch asks for, in order; null where it is no switch over types alone. */
  private static List<ClassDesc> labels(InvokeDynamicInstruction call) {
    var bootstrap = call.bootstrapMethod();
    if (!bootstrap.owner().descriptorString().equals(BOOTSTRAPS)
        || !bootstrap.methodName().equals("typeSwitch")
        || call.typeSymbol().parameterType(0).isPrimitive()) {
      return null;
    }
    List<ClassDesc> labels = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type) || type.isPrimitive()) {
        return null;
      }
      labels.add(type);
    }
    return labels;
  }

  /**
   * What SwitchBootstraps.typeSwitch returns: -1 for null, else the first label from the second
   * parameter on whose type the first one has, else the number of labels.
   */
  private static void chain(CodeBuilder code, List<ClassDesc> labels) {
    code.aload(0)
        .ifThen(java.lang.classfile.Opcode.IFNULL, then -> then.loadConstant(-1).ireturn());
    for (int i = 0; i < labels.size(); i++) {
      int index = i;
      code.block(
          block ->
              block
                  .iload(1)
                  .loadConstant(index)
                  .if_icmpgt(block.breakLabel())
                  .aload(0)
                  .instanceOf(labels.get(index))
                  .ifeq(block.breakLabel())
                  .loadConstant(index)
                  .ireturn());
    }
    code.loadConstant(labels.size()).ireturn();
  }
}
