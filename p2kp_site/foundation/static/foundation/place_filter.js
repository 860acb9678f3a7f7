"use strict";
// A filter takes the code of a place. Where scripts run, the place is looked up by its name.
{
    const $ = django.jQuery;

    const lookUp = (input) => {
        const { lookUp: url, appLabel, modelName, fieldName } = input.dataset;
        const select = document.createElement("select");
        select.name = input.name;
        select.id = input.id;
        select.append(new Option("", ""));
        if (input.value) {
            select.append(new Option(input.dataset.label || input.value, input.value, true, true));
        }
        input.replaceWith(select);
        $(select).select2({
            theme: "admin-autocomplete",
            width: "100%",
            allowClear: true,
            placeholder: "",
            ajax: {
                url: url,
                delay: 250,
                data: (params) => ({
                    term: params.term || "",
                    page: params.page || 1,
                    app_label: appLabel,
                    model_name: modelName,
                    field_name: fieldName,
                }),
                processResults: (data) => ({
                    results: data.results.map((place) => ({ id: place.code, text: place.text })),
                    pagination: data.pagination,
                }),
            },
        });
    };

    $(() => document.querySelectorAll("input[data-look-up]").forEach(lookUp));
}
