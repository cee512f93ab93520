import type { ComponentChildren, VNode } from 'preact';
import { Field } from '../../../kit/filters.tsx';
import type { View } from '../../../kit/view.ts';
import { type FormState, LONGEST_TEXT } from '../form-state.ts';

/** What is rarely done, behind a line that opens it. */
export function Folded(props: { title: string; isOpen: boolean; children: ComponentChildren }): VNode {
  return (
    <details class="folded" open={props.isOpen}>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

/** A field for some words; what was refused stands in it again, with what is wrong. */
export function Words(props: {
  view: Pick<View, 't'>;
  label: string;
  form: FormState | null;
  value?: string;
  isRequired?: boolean;
}): VNode {
  const { label, form, value = '', isRequired = false } = props;
  const isWrong = form !== null && form.fault === undefined;
  return (
    <>
      <Field label={label}>
        <textarea
          name="text"
          rows={3}
          maxlength={LONGEST_TEXT}
          required={isRequired}
          dir="auto"
          aria-invalid={isWrong ? true : undefined}
        >
          {form?.text ?? value}
        </textarea>
      </Field>
      {isWrong && <FieldError text={form.error} />}
    </>
  );
}

export const FieldError = ({ text }: { text: string }): VNode => (
  <p class="field-error" role="alert">
    {text}
  </p>
);
