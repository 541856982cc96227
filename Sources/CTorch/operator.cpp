// The one way into LibTorch's several thousand operators: a boxed call, guided by the operator's schema.
#include <ATen/ScalarOps.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include "bridge.h"

using namespace ctorch;
using c10::IValue;
using c10::TypeKind;

namespace {

const c10::OperatorHandle &handle(CTorchOperator operation) {
    return *static_cast<const c10::OperatorHandle *>(operation.ref);
}

const c10::FunctionSchema &schema(CTorchOperator operation) { return handle(operation).schema(); }

c10::TypePtr without_optional(c10::TypePtr type) {
    while (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
    return type;
}

at::Scalar scalar(const CTorchValue &value) {
    switch (value.kind) {
        case CTorchKindInt: return at::Scalar(value.integer);
        case CTorchKindDouble: return at::Scalar(value.number);
        case CTorchKindBool: return at::Scalar(value.integer != 0);
        default: TORCH_CHECK(false, "a number was expected");
    }
}

template <typename Element>
at::ArrayRef<Element> elements(const CTorchValue &value) {
    return at::ArrayRef<Element>(static_cast<const Element *>(value.content), static_cast<size_t>(value.count));
}

CTorchTensor tensor_of(const CTorchValue &value) { return {const_cast<void *>(value.content)}; }

/// A list, of the element type that the schema asks for; a lone number stands for a list of equal ones.
IValue list(const CTorchValue &value, const c10::ListType &type, std::optional<int32_t> length) {
    auto element = type.getElementType();
    bool optional = element->kind() == TypeKind::OptionalType;
    switch (without_optional(element)->kind()) {
        case TypeKind::TensorType: {
            TORCH_CHECK(value.kind == CTorchKindTensors || value.count == 0, "a list of tensors was expected");
            if (optional) {
                c10::List<std::optional<at::Tensor>> result;
                for (auto &item : elements<CTorchTensor>(value))
                    result.push_back(item.ref ? std::optional(borrow(item)) : std::nullopt);
                return result;
            }
            c10::List<at::Tensor> result;
            for (auto &item : elements<CTorchTensor>(value)) result.push_back(borrow(item));
            return result;
        }
        case TypeKind::IntType:
        case TypeKind::SymIntType: {
            c10::List<int64_t> result;
            if (value.kind == CTorchKindInt) {
                for (int32_t i = 0; i < length.value_or(1); i++) result.push_back(value.integer);
            } else if (value.count > 0) {
                TORCH_CHECK(value.kind == CTorchKindInts, "a list of integers was expected");
                for (auto item : elements<int64_t>(value)) result.push_back(item);
            }
            return result;
        }
        case TypeKind::FloatType: {
            c10::List<double> result;
            if (value.kind == CTorchKindInts)
                for (auto item : elements<int64_t>(value)) result.push_back(static_cast<double>(item));
            else if (value.kind == CTorchKindDoubles)
                for (auto item : elements<double>(value)) result.push_back(item);
            else
                TORCH_CHECK(value.count == 0, "a list of numbers was expected");
            return result;
        }
        case TypeKind::BoolType: {
            TORCH_CHECK(value.kind == CTorchKindBools || value.count == 0, "a list of truth values was expected");
            c10::List<bool> result;
            if (value.kind == CTorchKindBools)
                for (auto item : elements<bool>(value)) result.push_back(item);
            return result;
        }
        case TypeKind::NumberType: {
            c10::List<at::Scalar> result;
            if (value.kind == CTorchKindInts)
                for (auto item : elements<int64_t>(value)) result.push_back(at::Scalar(item));
            else if (value.kind == CTorchKindDoubles)
                for (auto item : elements<double>(value)) result.push_back(at::Scalar(item));
            return result;
        }
        default: TORCH_CHECK(false, "lists of ", element->str(), " are not supported");
    }
}

IValue boxed(const CTorchValue &value, const c10::Argument &parameter) {
    if (value.kind == CTorchKindDefault) {
        TORCH_CHECK(parameter.default_value(), "it has no default value");
        return *parameter.default_value();
    }
    if (value.kind == CTorchKindNone) return {};
    auto type = without_optional(parameter.type());
    switch (type->kind()) {
        case TypeKind::TensorType:
            if (value.kind == CTorchKindTensor) return borrow(tensor_of(value));
            // A bare number beside a tensor does not widen the tensor's type.
            {
                auto number = c10::scalar_to_tensor(scalar(value));
                number.unsafeGetTensorImpl()->set_wrapped_number(true);
                return number;
            }
        case TypeKind::NumberType: return scalar(value);
        case TypeKind::FloatType: return scalar(value).toDouble();
        case TypeKind::IntType:
        case TypeKind::SymIntType: return scalar(value).toLong();
        case TypeKind::BoolType: return scalar(value).toBool();
        case TypeKind::StringType:
            TORCH_CHECK(value.kind == CTorchKindString, "a string was expected");
            return std::string(static_cast<const char *>(value.content), static_cast<size_t>(value.count));
        case TypeKind::DeviceObjType:
            TORCH_CHECK(value.kind == CTorchKindDevice, "a device was expected");
            return device({static_cast<int32_t>(value.integer), static_cast<int32_t>(value.count)});
        case TypeKind::GeneratorType:
            TORCH_CHECK(value.kind == CTorchKindGenerator, "a generator was expected");
            return borrow(CTorchGenerator{const_cast<void *>(value.content)});
        case TypeKind::ListType: return list(value, type->expectRef<c10::ListType>(), parameter.N());
        default: TORCH_CHECK(false, "values of type ", type->str(), " are not supported");
    }
}

template <typename Element, typename Source>
void fill(CTorchValue &value, CTorchKind kind, const Source &source) {
    auto *memory = static_cast<Element *>(malloc(std::max<size_t>(1, source.size()) * sizeof(Element)));
    size_t index = 0;
    for (const auto &item : source) memory[index++] = item;
    value.kind = kind;
    value.content = memory;
    value.count = static_cast<int64_t>(source.size());
}

CTorchValue unboxed(const IValue &source) {
    CTorchValue value{};
    if (source.isNone()) {
        value.kind = CTorchKindNone;
    } else if (source.isTensor()) {
        value.kind = source.toTensor().defined() ? CTorchKindTensor : CTorchKindNone;
        value.content = own(source.toTensor()).ref;
    } else if (source.isInt() || source.isSymInt()) {
        value.kind = CTorchKindInt;
        value.integer = source.isInt() ? source.toInt() : source.toSymInt().guard_int(__FILE__, __LINE__);
    } else if (source.isDouble()) {
        value.kind = CTorchKindDouble;
        value.number = source.toDouble();
    } else if (source.isBool()) {
        value.kind = CTorchKindBool;
        value.integer = source.toBool();
    } else if (source.isScalar()) {
        auto number = source.toScalar();
        value.kind = number.isFloatingPoint() ? CTorchKindDouble : number.isBoolean() ? CTorchKindBool : CTorchKindInt;
        if (number.isFloatingPoint()) value.number = number.toDouble();
        else value.integer = number.toLong();
    } else if (source.isTensorList()) {
        std::vector<CTorchTensor> handles;
        for (auto &&item : source.toTensorVector()) handles.push_back(own(item));
        fill<CTorchTensor>(value, CTorchKindTensors, handles);
    } else if (source.isIntList()) {
        fill<int64_t>(value, CTorchKindInts, source.toIntVector());
    } else if (source.isDoubleList()) {
        fill<double>(value, CTorchKindDoubles, source.toDoubleVector());
    } else {
        TORCH_CHECK(false, "results of type ", source.tagKind(), " are not supported");
    }
    return value;
}

}  // namespace

int ctorch_operator_find(const char *name, const char *overload, CTorchOperator *result, CTorchError *error) {
    return guarded(error, [&] {
        auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        // Operators are never unregistered, so the box may live as long as the process.
        result->ref = found ? new c10::OperatorHandle(*found) : nullptr;
    });
}

size_t ctorch_operator_parameter_count(CTorchOperator operation) { return schema(operation).arguments().size(); }

const char *ctorch_operator_parameter_name(CTorchOperator operation, size_t index) {
    return schema(operation).arguments()[index].name().c_str();
}

bool ctorch_operator_parameter_has_default(CTorchOperator operation, size_t index) {
    return schema(operation).arguments()[index].default_value().has_value();
}

bool ctorch_operator_parameter_is_written(CTorchOperator operation, size_t index) {
    auto *alias = schema(operation).arguments()[index].alias_info();
    return alias != nullptr && alias->isWrite();
}

bool ctorch_operator_is_view(CTorchOperator operation) {
    for (const auto &result : schema(operation).returns()) {
        auto *alias = result.alias_info();
        if (alias != nullptr && !alias->isWrite()) return true;
    }
    return false;
}

int ctorch_operator_call(
    CTorchOperator operation, const CTorchValue *arguments, size_t argument_count, CTorchValue **results,
    size_t *count, CTorchError *error) {
    return guarded(error, [&] {
        const auto &parameters = schema(operation).arguments();
        TORCH_CHECK(
            argument_count <= parameters.size(), schema(operation).name(), " takes ", parameters.size(),
            " arguments, not ", argument_count);
        torch::jit::Stack stack;
        stack.reserve(std::max(parameters.size(), schema(operation).returns().size()));
        for (size_t index = 0; index < parameters.size(); index++) {
            static const CTorchValue missing{};
            try {
                stack.push_back(boxed(index < argument_count ? arguments[index] : missing, parameters[index]));
            } catch (const c10::Error &problem) {
                TORCH_CHECK(
                    false, schema(operation).name(), ", argument '", parameters[index].name(),
                    "': ", problem.msg());
            }
        }
        handle(operation).callBoxed(stack);
        *count = stack.size();
        *results = static_cast<CTorchValue *>(calloc(std::max<size_t>(1, stack.size()), sizeof(CTorchValue)));
        for (size_t index = 0; index < stack.size(); index++) (*results)[index] = unboxed(stack[index]);
    });
}

void ctorch_values_free(CTorchValue *values, size_t count) {
    for (size_t index = 0; index < count; index++) {
        switch (values[index].kind) {
            case CTorchKindTensors:
            case CTorchKindInts:
            case CTorchKindDoubles: free(const_cast<void *>(values[index].content)); break;
            default: break;
        }
    }
    free(values);
}
